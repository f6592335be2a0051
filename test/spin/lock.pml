/*
 * The control lock: an arbiter, the gates of CLIENTS members, and a network that may keep a message for any time or
 * lose it. Checked exhaustively: never two open gates, and what a gate sent has DRAIN to arrive before the next one
 * opens, unless the former proved that nothing is under way.
 *
 * Modelled: grants, renewals, leases, drains, expiry, lost messages, reloads of a page, restarts of the arbiter with
 * and without its store, epochs. One unit of time stands for 2 s of lock-times.ts, the guard rounded up; each gate's
 * clock is late by the whole GUARD in each lease.
 * Not modelled, because test/model/control/lock-schedules.test.ts tries it on the real code: messages that come twice
 * or in another order, more than one renewal under way, sleep. Who gets control next (queue, offer, pass, take,
 * freeze, idleness) is left open: control may end at any time, and anybody may be next. What an earlier page of a
 * member sent counts as arrived when the next page proves that it has nothing under way.
 *
 * Three things are left out that change no answer, which leaves a quarter of the states: a message that is lost on
 * its way is lost at once, a gate whose clock is right closes sooner than one that is late, and members are numbered
 * in the order in which they first have control. So a run with three members needs three grants to say more than one
 * with two.
 *
 * Each of these breaks one rule, and must be found: NO_DRAIN, NO_GUARD, NO_WAIT, FROM_RECEIPT; with RESTARTS=2 and
 * EPOCHS=3 FORGETFUL; with CLIENTS=3 and EPOCHS=3 ONE_BACK, which no two members show. CALM leaves out losses and
 * reloads: the last two are found without, among fewer states.
 */

#ifndef CLIENTS
#define CLIENTS 2
#endif
/* Grants in one run; a lost store takes one as well. */
#ifndef EPOCHS
#define EPOCHS 2
#endif
#ifndef RESTARTS
#define RESTARTS 0
#endif

#define LEASE 3
#define GUARD 1
#define DRAIN 1
#define NOBODY CLIENTS

#ifdef NO_DRAIN
#define WAIT LEASE
#else
#define WAIT (LEASE + DRAIN)
#endif

#ifdef NO_GUARD
#define OPEN LEASE
#else
#define OPEN (LEASE - GUARD)
#endif

mtype = { FREE, HELD, DRAINING };
mtype = { watch, granted, drain, renewed, renew, drained };

/* The arbiter. What it has on disk is just this, but for the times. */
mtype phase = FREE;
byte epoch = 0;
byte holder = NOBODY;
/* Until the lease and its drain are over; the lease alone is over at DRAIN. */
byte left = 0;
/* Until leases that a lost store forgot are over. */
byte settle = 0;
byte restarts = 0;

/* The gates. */
mtype mode[CLIENTS] = watch;
byte grantedEpoch[CLIENTS];
byte endedEpoch[CLIENTS];
/* Open while above 0. */
byte openFor[CLIENTS];
/* What an answer to the renewal under way would still open. */
byte credit[CLIENTS];
bool asked[CLIENTS];
/* For the property: what a gate sent before it closed may arrive for so long. */
byte onItsWay[CLIENTS];
/* Members who had control or have it; those are the first ones. */
byte known = 0;
#ifdef ONE_BACK
/* Until the gate of whoever a member had control from must be closed. */
byte before[CLIENTS];
#endif

/*
 * In order, as connections are; what does not fit is lost. A message that is lost on its way is lost when it is sent
 * here: to all others that is the same.
 */
chan down[CLIENTS] = [2] of { mtype, byte };
chan up[CLIENTS] = [1] of { mtype, byte };

inline close(i) {
  if
  :: openFor[i] > 0 -> onItsWay[i] = DRAIN
  :: else
  fi;
  openFor[i] = 0;
  credit[i] = 0
}

/* Only who is concerned: to the others it is no news, and less news is less safe. */
inline tell(i) {
  if
  :: nfull(down[i]) ->
    if
    :: phase == HELD -> down[i]!granted, epoch
    :: phase == DRAINING -> down[i]!drain, epoch
    :: phase == FREE -> down[i]!watch, 0
    fi
#ifdef CALM
  :: full(down[i])
#else
  :: true
#endif
  fi
}

inline free() {
  phase = FREE;
  left = 0;
  if
  :: holder != NOBODY -> tell(holder)
  :: else
  fi;
  holder = NOBODY
}

/* Members are alike, so the first to have control is called 0, the second 1. */
inline pickNext(i) {
  select(i : 0 .. CLIENTS - 1);
  i <= known;
  if
  :: i == known -> known++
  :: else
  fi
}

/* Some member with something to hear. */
inline pickSpeaker(i) {
  if
  :: nempty(up[0]) -> i = 0
  :: nempty(up[1]) -> i = 1
#if CLIENTS > 2
  :: nempty(up[2]) -> i = 2
#endif
  fi
}

active proctype Arbiter() {
  byte i = 0;
  byte about = 0;

end:
  do
  /* Somebody asked, or took what was offered. */
  :: atomic {
      phase == FREE && settle == 0 && epoch < EPOCHS ->
        pickNext(i);
        epoch++;
        phase = HELD;
        holder = i;
        left = WAIT;
        tell(i);
        i = 0
    }
  /* Passed, released, taken, frozen, idle, left; or the lease is over. */
  :: atomic {
      phase == HELD ->
        phase = DRAINING;
#ifdef NO_WAIT
        left = 0;
#endif
        tell(holder)
    }
  :: atomic { phase == DRAINING && left == 0 -> free() }
#ifdef ONE_BACK
  /*
   * Control goes on at once, and renewals are answered as soon as the gate of whoever had it must be closed. The one
   * before that is forgotten.
   */
  :: atomic {
      phase == DRAINING && epoch < EPOCHS ->
        pickNext(i);
        i != holder;
        if
        :: before[i] < left -> before[i] = left
        :: else
        fi;
        epoch++;
        phase = HELD;
        holder = i;
        left = 0;
        tell(i);
        i = 0
    }
#endif
  :: atomic {
      pickSpeaker(i);
      if
      :: up[i]?renew, about ->
        if
#ifdef ONE_BACK
        :: phase == HELD && holder == i && about == epoch && before[i] == 0 ->
#else
        :: phase == HELD && holder == i && about == epoch && left > WAIT - LEASE ->
#endif
          left = WAIT;
          if
          :: nfull(down[i]) -> down[i]!renewed, epoch
#ifdef CALM
          :: full(down[i]) -> asked[i] = false; credit[i] = 0
#else
          :: true -> asked[i] = false; credit[i] = 0
#endif
          fi
        :: else -> asked[i] = false; credit[i] = 0
        fi
      :: up[i]?drained, about ->
        if
        :: phase != FREE && holder == i && about == epoch -> free()
        :: else
        fi
      fi;
      about = 0;
      i = 0
    }
  /* The holder's connection is new: it is told again. */
  :: atomic { holder != NOBODY && empty(down[holder]) -> tell(holder) }

#if RESTARTS > 0
  :: atomic {
      restarts < RESTARTS ->
        restarts++;
        if
        /* With its store: the former holder may go on. */
        :: true ->
          if
          :: phase == FREE
          :: else -> phase = HELD; left = WAIT
          fi;
#ifdef FORGETFUL
          settle = 0
#else
          if
          :: settle > 0 -> settle = WAIT
          :: else
          fi
#endif
        /* Without: epochs follow the clock on the wall, which is higher. */
        :: epoch < EPOCHS ->
          epoch++;
          free();
          settle = WAIT
        fi
    }
#endif
  od
}

proctype Gate(byte i) {
  byte about = 0;
  byte n = 0;

end:
  do
  :: atomic {
      down[i]?granted, about ->
        if
        :: about <= endedEpoch[i] || about < grantedEpoch[i]
        :: else ->
          if
          :: about > grantedEpoch[i] || mode[i] != granted -> close(i)
          :: else
          fi;
          mode[i] = granted;
          grantedEpoch[i] = about
        fi;
        about = 0
    }
  :: atomic {
      down[i]?drain, about ->
        if
        :: about < grantedEpoch[i]
        :: else ->
          close(i);
          endedEpoch[i] = about;
          if
          :: about == grantedEpoch[i] -> mode[i] = drained
          :: else -> mode[i] = watch
          fi
        fi;
        about = 0
    }
  :: atomic {
      down[i]?watch, about ->
        if
        :: mode[i] != drained -> mode[i] = watch; close(i)
        :: else
        fi
    }
  :: atomic {
      down[i]?renewed, about ->
        asked[i] = false;
#ifdef FROM_RECEIPT
        credit[i] = OPEN;
#endif
        if
        :: mode[i] == granted && about == grantedEpoch[i] && credit[i] > openFor[i] ->
          if
          :: openFor[i] == 0 ->
            do
            :: n < CLIENTS ->
              assert(n == i || (openFor[n] == 0 && onItsWay[n] == 0));
              n++
            :: else -> n = 0; break
            od
          :: else
          fi;
          openFor[i] = credit[i];
          onItsWay[i] = 0
        :: else
        fi;
        credit[i] = 0;
        about = 0
    }
  /* By a clock that is late by the whole guard: a gate that closes sooner is no worse. */
  :: atomic {
      mode[i] == granted && !asked[i] && nfull(up[i]) ->
        up[i]!renew, grantedEpoch[i];
        asked[i] = true;
        credit[i] = OPEN + GUARD
    }
  /* Nothing is under way any more. */
  :: atomic { mode[i] == drained && nfull(up[i]) -> up[i]!drained, endedEpoch[i]; onItsWay[i] = 0 }
#ifndef CALM
  /* The page is loaded anew; it is told what holds when the arbiter tells it. */
  :: atomic {
      grantedEpoch[i] > 0 || endedEpoch[i] > 0 ->
        close(i);
        mode[i] = watch;
        grantedEpoch[i] = 0;
        endedEpoch[i] = 0
    }
#endif
  od
}

proctype Time() {
  byte n = 0;

end:
  do
  :: d_step {
      if
      :: left > 0 -> left--
      :: else
      fi;
      if
      :: settle > 0 -> settle--
      :: else
      fi;
      do
      :: n < CLIENTS ->
        if
        :: onItsWay[n] > 0 -> onItsWay[n]--
        :: else
        fi;
#ifdef ONE_BACK
        if
        :: before[n] > 0 -> before[n]--
        :: else
        fi;
#endif
        if
        :: openFor[n] == 1 -> openFor[n] = 0; onItsWay[n] = DRAIN
        :: openFor[n] > 1 -> openFor[n]--
        :: else
        fi;
        if
        :: credit[n] > 0 -> credit[n]--
        :: else
        fi;
        n++
      :: else -> n = 0; break
      od
    }
  od
}

init {
  byte n = 0;
  atomic {
    do
    :: n < CLIENTS -> run Gate(n); n++
    :: else -> break
    od;
    run Time()
  }
}
