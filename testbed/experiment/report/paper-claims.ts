import { PROFILES, type ProfileName, USERS } from '../plan.ts';
import {
  all,
  type Claim,
  type Judgement,
  moreOn,
  moreVerdict,
  NOT_TESTABLE,
  plainMean,
  within,
} from './claim.ts';
import { MEASURES, type Measure } from './measures.ts';
import type { Sample } from './sample.ts';
import { STATE_CLAIMS } from './state-claims.ts';
import { estimateText, numberText, PROFILE_NAMES, table, USER_NAMES } from './words.ts';

/** A mean that would be printed as 5 on a scale of whole grades and halves. */
const FIVE = 4.75;
/** Less is no difference on such a scale. */
const COMPARABLE = 0.25;
/** The paper's mean on direct GigE; a second above it counts as one with effort. */
const QUIET_KBPS = 60;

const opinion = MEASURES.opinion;
const expertMore = (measure: Measure, more: ProfileName, less: ProfileName) => (sample: Sample) =>
  moreOn(sample, measure, more, less, 'expert');

/** What the paper says in words about its Figures 7 to 10 and its states, and what it would take to be true here. */
export const PAPER_CLAIMS: readonly Claim[] = [
  {
    source: 'Fig. 7',
    text: 'Direct GigE: MOS 5 for novices and experts',
    judge: (sample) => all(USERS.map((user) => inRange(sample, 'direct', user, FIVE, 5))),
    note: '5 means 4.75 or more',
  },
  {
    source: 'Fig. 7',
    text: 'MOS falls with the network: Direct GigE, Isolated LAN, WAN',
    judge: (sample) =>
      all(
        USERS.flatMap((user) => [
          moreOn(sample, opinion, 'direct', 'isolated-lan', user),
          moreOn(sample, opinion, 'isolated-lan', 'wan', user),
        ]),
      ),
    note: 'the model of MOS knows delay, freezes and repetitions; a LAN adds 1 to 3 ms',
  },
  {
    source: 'Fig. 7',
    text: 'Isolated and Public LAN are comparable',
    judge: (sample) => all(USERS.map((user) => comparable(sample, user))),
    note: 'comparable means within a quarter of a grade',
  },
  {
    source: 'Fig. 7',
    text: 'WAN: between 3 and 4',
    judge: (sample) => all(USERS.map((user) => inRange(sample, 'wan', user, 3, 4))),
    note: 'the paper gives no delay, rate or cross traffic of its WAN',
  },
  {
    source: 'Fig. 7',
    text: 'Novices rank higher than experts on the other networks',
    judge: (sample) =>
      all((['isolated-lan', 'public-lan', 'wan'] as const).map((each) => liberal(sample, each))),
    note: 'built into the model: novices are given the loose scale',
  },
  {
    source: 'Sec. 4.1',
    text: 'MOS is highly sensitive to cross traffic',
    judge: (sample) => all(USERS.map((user) => moreOn(sample, opinion, 'wan', 'congested-wan', user))),
  },
  {
    source: 'Fig. 8, 9',
    text: 'Control traffic on the wire: more on Public LAN than on Direct GigE (1400 and 60 kbit/s)',
    judge: expertMore(MEASURES.wireUp, 'public-lan', 'direct'),
    note: 'the wire counts the acknowledgements of the pictures',
  },
  {
    source: 'Sec. 4.2',
    text: 'Control traffic on the wire: most on WAN (2000 kbit/s)',
    judge: (sample) =>
      all(
        (['direct', 'public-lan'] as const).map((less) => expertMore(MEASURES.wireUp, 'wan', less)(sample)),
      ),
    note: 'as above; 20 Mbit/s bring at most some 0.9 Mbit/s of acknowledgements',
  },
  {
    source: 'Sec. 4.2',
    text: 'Users make more effort on worse networks, as input: Public LAN more than Direct GigE',
    judge: expertMore(MEASURES.made, 'public-lan', 'direct'),
    note: 'what the control traffic was taken for: presses made',
  },
  {
    source: 'Sec. 4.2',
    text: 'The same, WAN more than Direct GigE',
    judge: expertMore(MEASURES.made, 'wan', 'direct'),
  },
  {
    source: 'Sec. 4.2',
    text: 'Congestion begets more congestion: more is pressed on a congested path than on the same one at rest',
    judge: (sample) => all(USERS.map((user) => moreOn(sample, MEASURES.made, 'congested-wan', 'wan', user))),
  },
  {
    source: 'Fig. 8, 9',
    text: 'Control traffic is less dense on Direct GigE than on Public LAN',
    judge: density,
    note: 'share of seconds above the paper’s 60 kbit/s, one session each',
  },
  {
    source: 'Fig. 10',
    text: 'MOS 5 on Direct GigE takes more than 30 Mbit/s of pictures',
    judge: (sample) => {
      const supply =
        plainMean(sample, MEASURES.supply, 'direct') ?? plainMean(sample, MEASURES.wireDown, 'direct');
      return within(
        supply,
        30e6,
        Number.POSITIVE_INFINITY,
        `${estimateText(supply, MEASURES.supply.form)} Mbit/s`,
      );
    },
    note: 'the paper says itself that it depends on the screen: four videos there, JPEG of 960 × 640 here',
  },
  {
    source: 'Sec. 2.2',
    text: 'Congestion and faults bring unproductive states: more time in them than on the WAN at rest',
    judge: (sample) =>
      all(
        (['congested-wan', 'capacity-drop', 'fault'] as const).map((profile) =>
          moreOn(sample, MEASURES.unproductive, profile, 'wan', 'expert'),
        ),
      ),
    note: 'Unstable, Breakdown and Recovery, as our model defines them',
  },
  {
    source: 'Sec. 1',
    text: 'Control on an impaired picture can damage the instrument: contacts with the limit',
    judge: (sample) =>
      all(
        (['congested-wan', 'capacity-drop', 'fault'] as const).map((profile) =>
          moreOn(sample, MEASURES.contacts, profile, 'direct', 'expert'),
        ),
      ),
    note: 'the drive to the pole piece is our own plant',
  },
  ...STATE_CLAIMS,
];

export function claimTable(samples: readonly Sample[]): string {
  const heads = samples.map(({ realm }) => (realm === 'virtual' ? 'virtual time' : 'real time'));
  return table(
    ['where', 'the paper says', ...heads.flatMap((name) => [name, 'numbers']), 'note'],
    PAPER_CLAIMS.map(({ source, text, judge, note }) => [
      source,
      text,
      ...samples.map(judge).flatMap(({ verdict, numbers }) => [`**${verdict}**`, numbers]),
      note ?? '',
    ]),
  );
}

/** Wire and application side by side: facts that a sniffer mixes up. */
export function wireTable(sample: Sample): string {
  const rows = PROFILES.flatMap((profile) => {
    const of = (measure: Measure) => sample.mean({ profile, user: 'expert', arm: 'plain' }, measure.of);
    const [up, input, made, down] = [MEASURES.wireUp, MEASURES.input, MEASURES.made, MEASURES.wireDown].map(
      of,
    );
    if (up === null || up === undefined) return [];
    const share =
      input === null || input === undefined ? '–' : `${(100 * (input.value / up.value)).toFixed(1)} %`;
    return [
      [
        PROFILE_NAMES[profile],
        estimateText(up, MEASURES.wireUp.form),
        estimateText(input ?? null, MEASURES.input.form),
        share,
        estimateText(made ?? null, MEASURES.made.form),
        estimateText(down ?? null, MEASURES.wireDown.form),
      ],
    ];
  });
  return table(
    [
      'expert, plain',
      'wire to the instrument, kbit/s',
      'RFB input, kbit/s',
      'share',
      'presses made',
      'wire to the user, Mbit/s',
    ],
    rows,
  );
}

function inRange(
  sample: Sample,
  profile: ProfileName,
  user: (typeof USERS)[number],
  from: number,
  to: number,
): Judgement {
  const estimate = plainMean(sample, opinion, profile, user);
  return within(estimate, from, to, `${USER_NAMES[user]} ${estimateText(estimate, opinion.form)}`);
}

function comparable(sample: Sample, user: (typeof USERS)[number]): Judgement {
  const of = (profile: ProfileName) => ({ profile, user, arm: 'plain' }) as const;
  const difference = sample.difference(of('public-lan'), of('isolated-lan'), opinion.of);
  const text = `${USER_NAMES[user]}: Public − Isolated ${estimateText(difference, opinion.form)}`;
  return within(difference, -COMPARABLE, COMPARABLE, text);
}

function liberal(sample: Sample, profile: ProfileName): Judgement {
  const of = (user: (typeof USERS)[number]) => ({ profile, user, arm: 'plain' }) as const;
  const difference = sample.difference(of('novice'), of('expert'), opinion.of);
  if (difference === null) return NOT_TESTABLE;
  const verdict = moreVerdict(difference);
  const text = `${PROFILE_NAMES[profile]}: novice − expert ${estimateText(difference, opinion.form)}`;
  return { verdict, numbers: text };
}

function density(sample: Sample): Judgement {
  const [direct, lan] = (['direct', 'public-lan'] as const).map((profile) => {
    const series = sample.of({ profile, user: 'expert', arm: 'plain' }).find((each) => each.series !== null);
    const up = series?.series?.upKbps ?? [];
    return up.length === 0 ? null : up.filter((kbps) => kbps > QUIET_KBPS).length / up.length;
  });
  if (direct === null || lan === null || direct === undefined || lan === undefined) return NOT_TESTABLE;
  const form = { unit: '%', factor: 100, digits: 0 };
  return {
    verdict: direct < lan ? 'holds' : 'does not hold',
    numbers: `Direct GigE ${numberText(direct, form)} %, Public LAN ${numberText(lan, form)} %`,
  };
}
