import { z } from '@hono/zod-openapi';
import { define } from '../define.ts';
import {
  ExclusionBody,
  LimitWishBody,
  PauseBody,
  PlayLimitsView,
  RealityCheckView,
} from '../limitSchemas.ts';
import { jsonBody } from '../operatorSchemas.ts';

export const confirmAge = define({
  access: 'player',
  method: 'post',
  path: '/api/me/age',
  summary: 'Say that one is of age, without which nothing can be staked',
  request: { body: jsonBody(z.object({ confirmed: z.literal(true) }).openapi('AgeConfirmation')) },
  answer: z.object({ ageConfirmed: z.boolean() }),
  answers: 'It stands, and stays so',
});

export const limits = define({
  access: 'player',
  method: 'get',
  path: '/api/me/limits',
  summary: 'What one limits oneself to, and what was used of it',
  answer: PlayLimitsView,
  answers: 'The limits',
});

export const setLimits = define({
  access: 'player',
  method: 'put',
  path: '/api/me/limits',
  summary: 'Limit oneself: lower limits hold at once, higher ones after 24 hours',
  request: { body: jsonBody(LimitWishBody) },
  answer: PlayLimitsView,
  answers: 'The limits as they stand now',
});

export const pause = define({
  access: 'player',
  method: 'post',
  path: '/api/me/pause',
  summary: 'Stake nothing for some hours; it can be made longer, never shorter',
  request: { body: jsonBody(PauseBody) },
  answer: PlayLimitsView,
  answers: 'The pause stands',
});

export const exclusion = define({
  access: 'player',
  method: 'post',
  path: '/api/me/exclusion',
  summary: 'Stake nothing for some days, up to five years; it can’t be undone',
  request: { body: jsonBody(ExclusionBody) },
  answer: PlayLimitsView,
  answers: 'The exclusion stands',
});

export const realityCheck = define({
  access: 'player',
  method: 'get',
  path: '/api/me/reality-check',
  summary: 'How long one has been playing without a break of 15 minutes, and what came of it',
  answer: RealityCheckView,
  answers: 'The session',
});
