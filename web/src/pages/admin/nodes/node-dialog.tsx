/** A node is made or changed. */

import {
  Button,
  Checkbox,
  Collapse,
  Group,
  Input,
  NumberInput,
  SegmentedControl,
  Stack,
  TagsInput,
  TextInput,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedNode } from '../../../../../src/contract/index.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { Problem } from '../../../components/problem.tsx';
import { useFields } from '../../../components/use-fields.ts';
import { DicomAddressFields } from './dicom-address-fields.tsx';
import { fieldsOf, type NodeFields, type Reach, reaches, wrongFields } from './node-fields.ts';
import { nodeRights } from './rights.ts';
import { saveNode } from './save-node.ts';
import { WebServiceFields } from './web-service-fields.tsx';

interface NodeDialogProps {
  /** The one that is changed; absent: a new one. */
  readonly node?: ListedNode;
  readonly onClose: () => void;
}

export function NodeDialog({ node, onClose }: NodeDialogProps) {
  const { t } = useTranslation(['nodes', 'common']);
  const client = useQueryClient();
  const [fields, set] = useFields<NodeFields>(() => fieldsOf(node));
  /** It is there already, and its secret was refused: from then on it is changed, and its name stays. */
  const [isAdded, setAdded] = useState(false);
  const [isTried, setTried] = useState(false);
  const [isMore, more] = useDisclosure(false);
  const wrong = isTried ? wrongFields(fields) : new Set<keyof NodeFields>();
  const save = useMutation({
    mutationFn: () =>
      saveNode(fields, { isNew: node === undefined && !isAdded, onAdded: () => setAdded(true) }),
    // One may be there although its secret was refused.
    onSettled: () => client.invalidateQueries({ queryKey: ['nodes'] }),
    onSuccess: ({ name }) => {
      notifications.show({ message: t('saved', { name }) });
      onClose();
    },
  });
  const isDicom = fields.reach !== 'web';
  const isWeb = fields.reach !== 'dicom';
  const errorOf = (field: 'name' | 'keepsDays' | 'addresses' | 'certificate' | 'callingAeTitle') =>
    wrong.has(field) && t(`wrong_${field}`);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (wrongFields(fields).size === 0) save.mutate();
    else if (
      ['addresses', 'certificate', 'callingAeTitle'].some((each) =>
        wrongFields(fields).has(each as keyof NodeFields),
      )
    )
      more.open();
  };
  return (
    <Dialog onClose={onClose} title={node ? t('editNode', { name: node.name }) : t('addNode')}>
      <form onSubmit={onSubmit} noValidate>
        <Stack>
          {!node && (
            <TextInput
              data-autofocus
              required
              label={t('name')}
              readOnly={isAdded}
              description={t(isAdded ? 'nameStays' : 'nameMeaning')}
              value={fields.name}
              error={errorOf('name')}
              onChange={(event) => set({ name: event.currentTarget.value })}
            />
          )}
          <Input.Wrapper label={t('reach')} description={t('reachMeaning')} labelElement="div">
            <SegmentedControl
              fullWidth
              mt={4}
              aria-label={t('reach')}
              data={reaches.map((value) => ({ value, label: t(`reach_${value}`) }))}
              value={fields.reach}
              onChange={(reach) => set({ reach: reach as Reach })}
            />
          </Input.Wrapper>
          {isWeb && (
            <WebServiceFields
              fields={fields}
              wrong={wrong}
              hasSecret={node?.hasSecret ?? false}
              onChange={set}
            />
          )}
          {isDicom && <DicomAddressFields fields={fields} wrong={wrong} onChange={set} />}
          {isDicom && (
            <Checkbox.Group
              label={t('mayTitle')}
              value={nodeRights.filter((right) => fields.may[right])}
              onChange={(chosen) =>
                set({
                  may: {
                    store: chosen.includes('store'),
                    find: chosen.includes('find'),
                    retrieve: chosen.includes('retrieve'),
                    commit: chosen.includes('commit'),
                  },
                })
              }
            >
              <Stack gap={8} mt={4}>
                {nodeRights.map((right) => (
                  <Checkbox key={right} value={right} label={t(`mayLong_${right}`)} />
                ))}
              </Stack>
            </Checkbox.Group>
          )}
          <NumberInput
            label={t('keepsDays')}
            description={t('keepsDaysMeaning')}
            value={fields.keepsDays}
            allowDecimal={false}
            allowNegative={false}
            error={errorOf('keepsDays')}
            onChange={(keepsDays) => set({ keepsDays })}
          />
          <Checkbox
            label={t('approval')}
            description={t('approvalMeaning')}
            checked={fields.fetchNeedsApproval}
            onChange={(event) => set({ fetchNeedsApproval: event.currentTarget.checked })}
          />
          <Button
            variant="subtle"
            size="compact-sm"
            w="fit-content"
            onClick={more.toggle}
            aria-expanded={isMore}
          >
            {t('moreFields')}
          </Button>
          <Collapse expanded={isMore}>
            <Stack>
              <Checkbox
                label={t('tls')}
                description={t('tlsMeaning')}
                checked={fields.tls}
                onChange={(event) => set({ tls: event.currentTarget.checked })}
              />
              <TagsInput
                label={t('addresses')}
                description={t('addressesMeaning')}
                value={[...fields.addresses]}
                error={errorOf('addresses')}
                maxTags={64}
                onChange={(addresses) => set({ addresses })}
              />
              <TextInput
                label={t('certificate')}
                description={t('certificateMeaning')}
                value={fields.certificate}
                error={errorOf('certificate')}
                onChange={(event) => set({ certificate: event.currentTarget.value })}
              />
              <TextInput
                label={t('callingAeTitle')}
                description={t('callingAeTitleMeaning')}
                value={fields.callingAeTitle}
                maxLength={16}
                error={errorOf('callingAeTitle')}
                onChange={(event) => set({ callingAeTitle: event.currentTarget.value })}
              />
              <TextInput
                label={t('comment')}
                value={fields.comment}
                maxLength={4_096}
                onChange={(event) => set({ comment: event.currentTarget.value })}
              />
            </Stack>
          </Collapse>
          {save.isError && <Problem error={save.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t('common:save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
