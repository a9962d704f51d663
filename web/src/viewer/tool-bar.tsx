/** Everything that can be done, at the top: the tool of the left button, windows, the view, the workspace. */
import { ActionIcon, Group, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconKeyboard } from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Command, commands } from './commands.ts';
import { keyName } from './key-name.ts';
import { PresetMenu } from './preset-menu.tsx';
import { handTools, measureTools, type ToolName } from './tools.ts';
import type { ViewControls } from './view-controls.ts';
import styles from './viewer.module.css';

interface ToolBarProps {
  readonly view: ViewControls | undefined;
  readonly tool: ToolName;
  readonly onTool: (tool: ToolName) => void;
  readonly onHelp: () => void;
  readonly onLeave: () => void;
  /** Which tools do something here. */
  readonly isOffered: (tool: ToolName) => boolean;
  /** What there is beside, of the workspace. */
  readonly children: ReactNode;
}

const buttons: readonly Command[] = commands.filter((command) => 'icon' in command);

export function ToolBar({ view, tool, onTool, onHelp, onLeave, isOffered, children }: ToolBarProps) {
  const { t } = useTranslation('viewer');
  const toolButtons = (group: typeof handTools | typeof measureTools) =>
    group
      .filter(({ name }) => isOffered(name))
      .map(({ name, key, icon }) => (
        <BarButton
          key={name}
          label={t(`tool_${name}`)}
          keys={key}
          icon={icon}
          isPressed={name === tool}
          onClick={() => onTool(name)}
        />
      ));
  const [hands, measures] = [toolButtons(handTools), toolButtons(measureTools)];
  const doAll = buttons.map(({ name, keys, icon, needs, run }) => (
    <BarButton
      key={name}
      label={t(`do_${name}`)}
      keys={keys[0]}
      icon={icon}
      isDisabled={!view?.[needs]}
      onClick={() => view && run(view)}
    />
  ));
  return (
    <section className={styles.bar} aria-label={t('tools')}>
      <BarButton label={t('back')} icon={IconArrowLeft} onClick={onLeave} />
      <Group gap={2} wrap="nowrap" role="toolbar" aria-label={t('tools')} className={styles.tools}>
        {hands}
        {hands.length > 0 && <span className={styles.gap} />}
        <PresetMenu view={view} modality={view?.modality ?? ''} />
        {doAll}
        <span className={styles.gap} />
        {measures}
        {measures.length > 0 && <span className={styles.gap} />}
        {children}
      </Group>
      <BarButton label={t('keys')} keys="?" icon={IconKeyboard} onClick={onHelp} />
    </section>
  );
}

interface BarButtonProps {
  readonly label: string;
  readonly keys?: string | undefined;
  readonly icon?: ComponentType<{ size?: number }> | undefined;
  /** Of those that are either on or off. */
  readonly isPressed?: boolean;
  readonly isDisabled?: boolean;
  readonly onClick: () => void;
}

export function BarButton({ label, keys, icon: Icon, isPressed, isDisabled, onClick }: BarButtonProps) {
  const tip = keys === undefined ? label : `${label} (${keyName(keys)})`;
  return (
    <Tooltip label={tip} openDelay={400}>
      <ActionIcon
        size="lg"
        variant={isPressed ? 'filled' : 'subtle'}
        color={isPressed ? undefined : 'gray'}
        aria-label={label}
        aria-pressed={isPressed}
        disabled={isDisabled ?? false}
        onClick={onClick}
      >
        {Icon && <Icon size={20} />}
      </ActionIcon>
    </Tooltip>
  );
}
