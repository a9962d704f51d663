import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Dataset, parseDataset, parseFile, tags, writeDataset } from '../../src/dicom/index.ts';
import {
  type ClientAssociation,
  connect,
  createDimseServer,
  type DimseServer,
  planContexts,
} from '../../src/dimse/index.ts';
import { loadTlsClient, loadTlsServer, quickAck, quickAckSupported } from '../../src/net/index.ts';
import { makeCertificates, type TestCertificates } from '../support/certificates.ts';
import { corpus } from '../support/corpus.ts';
import {
  type DicomPeer,
  echoscu,
  findscu,
  getscu,
  hasDcmtk,
  movescu,
  startDcmqrscp,
  startStorescp,
  storescu,
} from '../support/dcmtk.ts';
import { describeWithPeer } from '../support/skip.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { ToyArchive, type ToyInstance } from '../support/toy-archive.ts';

const implicit = '1.2.840.10008.1.2';
const explicit = '1.2.840.10008.1.2.1';
const studyRootFind = '1.2.840.10008.5.1.4.1.2.2.1';
const studyRootMove = '1.2.840.10008.5.1.4.1.2.2.2';
const studyRootGet = '1.2.840.10008.5.1.4.1.2.2.3';
const verification = '1.2.840.10008.1.1';

const samples = [...corpus({ kind: 'mr', studies: 2, instancesPerSeries: 3 })];
const toyInstance = (sample: (typeof samples)[number]): ToyInstance => ({
  ...sample,
  studyInstanceUid: sample.studyInstanceUid,
  dataSet: writeDataset(sample.dataset, sample.transferSyntaxUid),
});

describeWithPeer('DIMSE with DCMTK', hasDcmtk, () => {
  const directory = new TemporaryDirectory('dimse');
  const files: string[] = [];
  let archive: ToyArchive;
  let server: DimseServer;
  let peer: DicomPeer;

  beforeAll(() => {
    for (const [i, sample] of samples.entries()) {
      const path = directory.join(`${i}.dcm`);
      writeFileSync(path, sample.encode());
      files.push(path);
    }
  });

  beforeAll(async () => {
    archive = new ToyArchive();
    server = createDimseServer({
      handlers: archive.handlers,
      afterRead: (socket: Duplex) => quickAck(socket),
    });
    peer = { ...(await server.listen({ host: '127.0.0.1', port: 0 })), aet: 'TOY' };
  });

  afterEach(() => archive.instances.clear());

  afterAll(async () => {
    await server.close();
    directory.remove();
  });

  const fill = (): void => {
    for (const sample of samples) archive.instances.set(sample.sopInstanceUid, toyInstance(sample));
  };

  describe('our SCP', () => {
    it('answers echoscu', async () => {
      expect((await echoscu(peer)).code).toBe(0);
    });

    it('rejects a title that the handler does not want', async () => {
      const output = await echoscu(peer, [], { callingAet: 'STRANGER' });
      expect(output.code).not.toBe(0);
      expect(output.stderr + output.stdout).toMatch(/Calling AE Title Not Recognized/i);
    });

    it('takes from storescu what was in the files', async () => {
      expect((await storescu(peer, files)).code).toBe(0);
      const stored = [...archive.instances.values()].map((instance) => instance.sopInstanceUid);
      expect(stored.sort()).toEqual(samples.map((sample) => sample.sopInstanceUid).sort());
      const first = archive.instances.get(samples[0]!.sopInstanceUid)!;
      const dataset = parseDataset(first.dataSet, first.transferSyntaxUid);
      expect(dataset.bytes(tags.PixelData)).toEqual(samples[0]!.dataset.bytes(tags.PixelData));
    });

    it('takes small PDUs from storescu', async () => {
      expect((await storescu(peer, files.slice(0, 1), ['--max-send-pdu', '4096'])).code).toBe(0);
      expect(archive.instances.size).toBe(1);
    });

    it.runIf(quickAckSupported())('takes from a storescu with Nagle on without 40 ms pauses', async () => {
      const started = performance.now();
      await storescu(peer, files.slice(0, 1), ['--repeat', '300'], { noDelay: false });
      expect(performance.now() - started).toBeLessThan(12_000);
    });

    it('answers findscu with what the handler found', async () => {
      fill();
      const output = await findscu(peer, ['QueryRetrieveLevel=STUDY', 'StudyInstanceUID']);
      const text = output.stderr + output.stdout;
      expect(output.code).toBe(0);
      for (const sample of samples) expect(text).toContain(sample.studyInstanceUid);
    });

    it('sends to getscu', async () => {
      fill();
      const into = directory.join('got');
      mkdirSync(into);
      const study = `StudyInstanceUID=${samples[0]!.studyInstanceUid}`;
      const output = await getscu(peer, into, ['QueryRetrieveLevel=STUDY', study]);
      expect(output.code).toBe(0);
      const got = readdirSync(into).map((name) => parseFile(readFileSync(`${into}/${name}`)));
      expect(got.map((file) => file.dataset.string(tags.StudyInstanceUID))).toEqual(
        Array(3).fill(samples[0]!.studyInstanceUid),
      );
    });

    it('moves for movescu to a storescp', async () => {
      fill();
      await using receiver = await startStorescp({ directory: directory.join('moved') });
      archive.destinations.set('STORESCP', { host: '127.0.0.1', port: receiver.port });
      const study = `StudyInstanceUID=${samples[0]!.studyInstanceUid}`;
      const output = await movescu(peer, 'STORESCP', ['QueryRetrieveLevel=STUDY', study]);
      expect(output.code).toBe(0);
      expect(receiver.received()).toHaveLength(3);
    });

    it('refuses movescu a destination that the handler does not know', async () => {
      const output = await movescu(peer, 'NOBODY', ['QueryRetrieveLevel=STUDY', 'StudyInstanceUID=1.2']);
      expect(output.stderr + output.stdout).toMatch(
        /0xa801|MoveDestinationUnknown|Move Destination Unknown/i,
      );
    });
  });

  describe('our SCU', () => {
    it('stores to storescp', async () => {
      await using receiver = await startStorescp({ directory: directory.join('sent') });
      const [contexts = []] = planContexts(samples);
      const association = await open(receiver, contexts);
      for (const sample of samples)
        expect(await association.store(toyInstance(sample))).toEqual({ status: 0 });
      await association.release();
      expect(receiver.received()).toHaveLength(samples.length);
    });

    it('echoes, stores, finds, gets and moves with dcmqrscp over kept associations', async () => {
      await using remote = await startDcmqrscp({
        directory: directory.join('qr'),
        destinations: [{ aet: 'TOY', host: '127.0.0.1', port: peer.port }],
      });
      const [stores = []] = planContexts(samples);
      const association = await open(remote, [
        { abstractSyntax: verification, transferSyntaxes: [implicit] },
        ...[studyRootFind, studyRootMove, studyRootGet].map((abstractSyntax) => ({
          abstractSyntax,
          transferSyntaxes: [explicit, implicit],
        })),
        ...stores.map((context) => ({ ...context, role: 'both' as const })),
      ]);
      expect(await association.echo()).toEqual({ status: 0 });
      for (const sample of samples)
        expect(await association.store(toyInstance(sample))).toEqual({ status: 0 });

      const all = Dataset.of({ QueryRetrieveLevel: 'STUDY', StudyInstanceUID: '', PatientID: '' });
      const found: string[] = [];
      for await (const match of association.find({ sopClassUid: studyRootFind, identifier: all })) {
        found.push(parseDataset(match.identifier, match.transferSyntaxUid).string(tags.StudyInstanceUID)!);
      }
      expect(new Set(found)).toEqual(new Set(samples.map((sample) => sample.studyInstanceUid)));

      const study = Dataset.of({
        QueryRetrieveLevel: 'STUDY',
        StudyInstanceUID: samples[3]!.studyInstanceUid,
      });
      const got = new ToyArchive();
      const result = await association.get({
        sopClassUid: studyRootGet,
        identifier: study,
        store: (request) => got.storeSink(request),
      });
      expect(result).toMatchObject({ status: 0, completed: 3, failed: 0 });
      expect(got.instances.size).toBe(3);

      const moved = await association.move({
        sopClassUid: studyRootMove,
        identifier: study,
        moveDestination: 'TOY',
      });
      expect(moved).toMatchObject({ status: 0, completed: 3 });
      expect(archive.instances.size).toBe(3);
      await association.release();
    });

    it('says why an association was rejected, and that nobody listens', async () => {
      const refused = open(
        peer,
        [{ abstractSyntax: verification, transferSyntaxes: [implicit] }],
        'STRANGER',
      );
      await expect(refused).rejects.toMatchObject({ code: 'dimse/rejected' });
      const nobody = open({ port: 1, aet: 'X' }, []);
      await expect(nobody).rejects.toMatchObject({ code: 'net/unreachable' });
    });
  });

  describe('TLS with client certificates', () => {
    let certificates: TestCertificates;
    let tlsServer: DimseServer;
    let tlsPeer: DicomPeer;
    const seen: unknown[] = [];

    beforeAll(async () => {
      certificates = makeCertificates(directory.path);
      const tls = loadTlsServer({
        ...certificates.server,
        authorities: certificates.authority,
        clientCertificates: 'require',
      });
      const toy = new ToyArchive();
      const { associate } = toy.handlers;
      const handlers = {
        ...toy.handlers,
        associate: (request: Parameters<NonNullable<typeof associate>>[0]) => {
          seen.push(request.peer.tls);
          return associate!(request);
        },
      };
      tlsServer = createDimseServer({ handlers, tls, afterRead: quickAck });
      tlsPeer = { ...(await tlsServer.listen({ host: '127.0.0.1', port: 0 })), aet: 'TOY' };
    });

    afterAll(() => tlsServer.close());

    const withClientCertificate = (): string[] => [
      '+tls',
      certificates.client.key,
      certificates.client.certificate,
      '+cf',
      certificates.authority,
    ];

    it('takes a client with a certificate and says who it is', async () => {
      const output = await storescu(tlsPeer, files, withClientCertificate());
      expect(output.code, output.stderr + output.stdout).toBe(0);
      expect(seen.at(-1)).toMatchObject({ authorized: true, subject: 'CN=client' });
    });

    it('takes no client without one', async () => {
      expect((await echoscu(tlsPeer, ['+tla', '+cf', certificates.authority])).code).not.toBe(0);
    });

    it('ends plain DICOM on the TLS port', async () => {
      expect((await echoscu(tlsPeer, ['-ta', '5'])).code).not.toBe(0);
    });

    it('stores to a storescp that wants a certificate', async () => {
      const { server: theirs, authority, client } = certificates;
      const args = ['+tls', theirs.key, theirs.certificate, '+cf', authority, '-rc'];
      await using receiver = await startStorescp({ directory: directory.join('tls'), args });
      const [contexts = []] = planContexts(samples);
      const tls = loadTlsClient({ ...client, authorities: authority });
      const association = await connect({
        host: '127.0.0.1',
        port: receiver.port,
        callingAeTitle: 'US',
        calledAeTitle: receiver.aet,
        contexts,
        tls,
      });
      expect(await association.store(toyInstance(samples[0]!))).toEqual({ status: 0 });
      await association.release();
      expect(receiver.received()).toHaveLength(1);
    });
  });

  function open(
    remote: DicomPeer,
    contexts: Parameters<typeof connect>[0]['contexts'],
    callingAeTitle = 'US',
  ): Promise<ClientAssociation> {
    return connect({
      host: '127.0.0.1',
      port: remote.port,
      calledAeTitle: remote.aet,
      callingAeTitle,
      contexts,
    });
  }
});
