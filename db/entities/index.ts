import { AccountEntity } from './account.ts';
import { CrashBetEntity } from './crashBet.ts';
import { CrashBetEndEntity } from './crashBetEnd.ts';
import { CrashRoundEntity } from './crashRound.ts';
import { NoticeEntity } from './notice.ts';
import { NoticeCursorEntity } from './noticeCursor.ts';
import { PlayerEntity } from './player.ts';
import { RefreshTokenEntity } from './refreshToken.ts';
import { SeedChainEntity } from './seedChain.ts';
import { SeedCheckpointEntity } from './seedCheckpoint.ts';
import { SigningKeyEntity } from './signingKey.ts';
import { TableLeaseEntity } from './tableLease.ts';
import { TransferEntity } from './transfer.ts';

export const ENTITIES = [
  PlayerEntity,
  AccountEntity,
  TransferEntity,
  CrashBetEntity,
  CrashBetEndEntity,
  CrashRoundEntity,
  SeedChainEntity,
  SeedCheckpointEntity,
  TableLeaseEntity,
  SigningKeyEntity,
  RefreshTokenEntity,
  NoticeEntity,
  NoticeCursorEntity,
];
