import { PROFILES, type ProfileName, USERS } from '../plan.ts';
import type { Estimate } from './interval.ts';
import { MEASURES, type Measure } from './measures.ts';
import { controlTraffic } from './pictures/control-traffic.ts';
import { groupedBars, type PaperMark } from './pictures/grouped-bars.ts';
import { trajectory } from './pictures/trajectory.ts';
import type { Sample } from './sample.ts';
import { ARM_NAMES, PROFILE_NAMES, REALM_NAMES, USER_NAMES } from './words.ts';

/** A picture of the report, and what it is called. */
export interface Figure {
  readonly file: string;
  readonly caption: string;
  readonly svg: string;
}

const TROUBLED: readonly ProfileName[] = ['congested-wan', 'capacity-drop', 'fault'];

/** The paper's figures with our data, and what RICE changes. Only those that there are runs for. */
export function figuresOf(sample: Sample): readonly Figure[] {
  const realm = REALM_NAMES[sample.realm];
  const name = (figure: string): string => `${figure}-${sample.realm}.svg`;
  const expert = sample.of({ user: 'expert' });
  const figures: Figure[] = [];
  if (expert.some(({ series }) => (series?.supplyKbps.length ?? 0) > 0)) {
    figures.push({
      file: name('figure-5'),
      caption: 'Figure 5: demand and supply',
      svg: trajectory(expert, realm),
    });
  }
  if (sample.results.some(({ arm, qMos }) => arm === 'plain' && qMos !== null)) {
    figures.push({ file: name('figure-7'), caption: 'Figure 7: MOS', svg: opinionFigure(sample, realm) });
  }
  const plainExpert = sample.of({ user: 'expert', arm: 'plain' });
  if (plainExpert.some(({ series }) => series !== null)) {
    figures.push({
      file: name('figure-8-9'),
      caption: 'Figures 8 and 9: control traffic',
      svg: controlTraffic(plainExpert, realm),
    });
  }
  if (sample.of({ arm: 'plain' }).length > 0) {
    figures.push({
      file: name('figure-10'),
      caption: 'Figure 10: pictures',
      svg: supplyFigure(sample, realm),
    });
  }
  if (TROUBLED.some((profile) => sample.of({ profile }).length > 0)) {
    figures.push({
      file: name('harm'),
      caption: 'What is executed unintended',
      svg: harmFigure(sample, realm),
    });
  }
  return figures;
}

function opinionFigure(sample: Sample, realm: string): string {
  const marks: PaperMark[] = [
    { group: PROFILES.indexOf('direct'), from: 5, to: 5, name: 'the paper: 5' },
    { group: PROFILES.indexOf('wan'), from: 3, to: 4, name: 'the paper: 3 to 4' },
  ];
  return groupedBars({
    title: 'Estimated MOS (the paper’s Figure 7)',
    subtitle: `Model, uncalibrated: tight scale for experts, loose for novices. Without RICE, ${realm}, mean and 95 % interval.`,
    axis: 'q_mos',
    from: 1,
    least: 5.2,
    groups: PROFILES.map((profile) => PROFILE_NAMES[profile]),
    series: USERS.map((user) => USER_NAMES[user]),
    panels: [{ name: '', values: byUser(sample, MEASURES.opinion), marks }],
  });
}

function supplyFigure(sample: Sample, realm: string): string {
  return groupedBars({
    title: 'Image transfer rate (the paper’s Figure 10)',
    subtitle: `Without RICE, ${realm}, mean and 95 % interval. The paper needs more than 30 Mbit/s on Direct GigE.`,
    axis: 'Mbit/s',
    least: 0.1,
    groups: PROFILES.map((profile) => PROFILE_NAMES[profile]),
    series: USERS.map((user) => USER_NAMES[user]),
    panels: [
      { name: 'pictures received', values: byUser(sample, MEASURES.supply) },
      { name: 'on the wire, headers included', values: byUser(sample, MEASURES.wireDown) },
    ].filter(({ values }) => values.flat().some((each) => each !== null)),
  });
}

function harmFigure(sample: Sample, realm: string): string {
  const panel = (user: (typeof USERS)[number], measure: Measure) => ({
    name: `${USER_NAMES[user]}: ${measure.name}`,
    values: TROUBLED.map((profile) =>
      sample.arms.map((arm) => scaled(sample.mean({ profile, user, arm }, measure.of), measure)),
    ),
  });
  return groupedBars({
    title: 'What is executed although nobody wants it any more',
    subtitle: `Late, twice, or after it was given up; ${realm}, mean and 95 % interval.`,
    axis: 'per run',
    least: 0.1,
    groups: TROUBLED.map((profile) => PROFILE_NAMES[profile]),
    series: sample.arms.map((arm) => ARM_NAMES[arm]),
    panels: [
      ...USERS.map((user) => panel(user, MEASURES.unintended)),
      panel('expert', MEASURES.contacts),
    ].filter(({ values }) => values.flat().some((each) => each !== null)),
  });
}

function byUser(sample: Sample, measure: Measure): readonly (readonly (Estimate | null)[])[] {
  return PROFILES.map((profile) =>
    USERS.map((user) => scaled(sample.mean({ profile, user, arm: 'plain' }, measure.of), measure)),
  );
}

/** In the unit that is written. */
function scaled(estimate: Estimate | null, { form: { factor = 1 } }: Measure): Estimate | null {
  if (estimate === null) return null;
  const { value, low, high, count } = estimate;
  return {
    value: value * factor,
    low: low === null ? null : low * factor,
    high: high === null ? null : high * factor,
    count,
  };
}
