import { createContext, useContext } from 'react';
import type { StackView } from '../engine/stack-view.ts';

const context = createContext<StackView | undefined>(undefined);

/** The view of the active pane, whose place the others show; undefined where they should not. */
export const LeaderProvider = context.Provider;
export const useLeader = (): StackView | undefined => useContext(context);
