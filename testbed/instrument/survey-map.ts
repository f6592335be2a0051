import { surveyPanel } from './layout.ts';

/** What the survey shows of the sample: all of the stage's travel. */
export const SURVEY_WIDTH_UM = 512;

/** Where a place of the sample is on the screen's survey. */
export function onSurvey(xUm: number, yUm: number): { readonly x: number; readonly y: number } {
  const pxPerUm = surveyPanel.width / SURVEY_WIDTH_UM;
  return {
    x: surveyPanel.x + surveyPanel.width / 2 + xUm * pxPerUm,
    y: surveyPanel.y + surveyPanel.height / 2 + yUm * pxPerUm,
  };
}

/** The place of the sample under a point of the survey. */
export function fromSurvey(x: number, y: number): { readonly xUm: number; readonly yUm: number } {
  const umPerPx = SURVEY_WIDTH_UM / surveyPanel.width;
  return {
    xUm: (x - surveyPanel.x - surveyPanel.width / 2) * umPerPx,
    yUm: (y - surveyPanel.y - surveyPanel.height / 2) * umPerPx,
  };
}
