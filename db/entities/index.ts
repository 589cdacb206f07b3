import { AccountEntity } from './account.ts';
import { AnomalyEntity } from './anomaly.ts';
import { AuditEntity } from './audit.ts';
import { BacktestJobEntity } from './backtestJob.ts';
import { BacktestResultEntity } from './backtestResult.ts';
import { BannerSettingEntity } from './bannerSetting.ts';
import { BroadcastEntity } from './broadcast.ts';
import { ClusterMemberEntity } from './clusterMember.ts';
import { CrashBetEntity } from './crashBet.ts';
import { CrashBetEndEntity } from './crashBetEnd.ts';
import { CrashRoundEntity } from './crashRound.ts';
import { DatasetEntity } from './dataset.ts';
import { DatasetChunkEntity } from './datasetChunk.ts';
import { GachaStockEntity } from './gachaStock.ts';
import { GameEntity } from './game.ts';
import { GameSessionEntity } from './gameSession.ts';
import { GameStateEntity } from './gameState.ts';
import { InviteEntity } from './invite.ts';
import { LoginEntity } from './login.ts';
import { LoginAttemptEntity } from './loginAttempt.ts';
import { NoticeEntity } from './notice.ts';
import { NoticeCursorEntity } from './noticeCursor.ts';
import { OddsTableEntity } from './oddsTable.ts';
import { PlayedDayEntity, PlaySessionEntity } from './playedTime.ts';
import { PlayerEntity } from './player.ts';
import { LimitDayEntity, PlayBarEntity, PlayLimitEntity } from './playLimit.ts';
import { RankChangeEntity } from './rankChange.ts';
import { RefreshTokenEntity } from './refreshToken.ts';
import { ReturnWatchEntity } from './returnWatch.ts';
import { SeedChainEntity } from './seedChain.ts';
import { SeedCheckpointEntity } from './seedCheckpoint.ts';
import { SeedPairEntity } from './seedPair.ts';
import { SigningKeyEntity } from './signingKey.ts';
import { StakeCountCursorEntity, StakedDayEntity } from './stakedDay.ts';
import { StrategyEntity } from './strategy.ts';
import { StrategyRunEntity } from './strategyRun.ts';
import { TableLeaseEntity } from './tableLease.ts';
import { TablePlaceEntity } from './tablePlace.ts';
import { TableSettingEntity } from './tableSetting.ts';
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
  LoginEntity,
  RefreshTokenEntity,
  InviteEntity,
  LoginAttemptEntity,
  NoticeEntity,
  NoticeCursorEntity,
  SeedPairEntity,
  GameStateEntity,
  GachaStockEntity,
  GameEntity,
  GameSessionEntity,
  OddsTableEntity,
  DatasetEntity,
  DatasetChunkEntity,
  BacktestJobEntity,
  BacktestResultEntity,
  StrategyEntity,
  StrategyRunEntity,
  AuditEntity,
  RankChangeEntity,
  StakedDayEntity,
  StakeCountCursorEntity,
  PlayLimitEntity,
  PlayBarEntity,
  LimitDayEntity,
  PlayedDayEntity,
  PlaySessionEntity,
  ClusterMemberEntity,
  TablePlaceEntity,
  ReturnWatchEntity,
  AnomalyEntity,
  BroadcastEntity,
  TableSettingEntity,
  BannerSettingEntity,
];
