/** Settings that are right one by one and wrong together. */
import type { SettingValues } from './table.ts';

type CrossCheck = (values: SettingValues) => string | undefined;

const crossChecks: readonly CrossCheck[] = [
  function certificateNeedsKey({ tlsCertificate, tlsKey }) {
    if ((tlsCertificate === undefined) === (tlsKey === undefined)) return undefined;
    return 'tlsCertificate and tlsKey belong together; only one of them is set';
  },
  function httpCertificateNeedsKey({ httpTlsCertificate, httpTlsKey }) {
    if ((httpTlsCertificate === undefined) === (httpTlsKey === undefined)) return undefined;
    return 'httpTlsCertificate and httpTlsKey belong together; only one of them is set';
  },
  function clientCertificatesNeedAuthority({ tlsClientCertificate, tlsCa }) {
    if (tlsClientCertificate === 'none' || tlsCa !== undefined) return undefined;
    return `tlsClientCertificate is "${tlsClientCertificate}", which needs tlsCa: the authorities to trust`;
  },
  function mailNeedsASender({ mailHost, mailFrom }) {
    if (mailHost === undefined || mailFrom !== undefined) return undefined;
    return 'mailHost is set, which needs mailFrom';
  },
  function mailUserNeedsPassword({ mailUser, mailPasswordFile }) {
    if ((mailUser === undefined) === (mailPasswordFile === undefined)) return undefined;
    return 'mailUser and mailPasswordFile belong together; only one of them is set';
  },
  function mailPasswordStaysSecret({ mailHost = '', mailTls, mailUser }) {
    const isHere = /^(localhost|127(\.\d{1,3}){3}|::1)$/.test(mailHost);
    if (mailTls !== 'none' || mailUser === undefined || isHere) return undefined;
    return 'mailTls is "none": the password of mailUser could be read by others on the way';
  },
  function providerNeedsClientAndRoles({ oidcIssuer, oidcClientId, oidcRoles, oidcGroups }) {
    if (oidcIssuer === undefined) return undefined;
    if (oidcClientId === undefined) return 'oidcIssuer is set, which needs oidcClientId';
    return Object.keys({ ...oidcRoles, ...oidcGroups }).length > 0
      ? undefined
      : 'oidcIssuer is set, which needs oidcRoles or oidcGroups: nobody would get in without a role or a group';
  },
  function doorsNeedTheirOwnPorts(values) {
    const ports = [
      values.dicomPort,
      values.httpPort,
      ...(values.tlsCertificate ? [values.dicomTlsPort] : []),
      ...(values.httpTlsCertificate ? [values.httpTlsPort] : []),
    ];
    const used = ports.filter((port) => port !== 0);
    if (new Set(used).size === used.length) return undefined;
    return 'dicomPort, dicomTlsPort, httpPort and httpTlsPort must differ';
  },
  function titlesAreUnique({ aet }) {
    return repeated(aet, 'aet names the title');
  },
  function nodeNamesAreUnique({ nodes }) {
    return repeated(
      nodes.map(({ name }) => name),
      'nodes has the name',
    );
  },
  function parameterNamesAreUnique({ seriesParameters }) {
    return repeated(
      seriesParameters.map(({ name }) => name),
      'seriesParameters has the name',
    );
  },
  function privateElementsAreTags({ seriesParameters }) {
    const wrong = seriesParameters.find(
      ({ privateCreator, element }) =>
        privateCreator !== undefined && !/^[0-9A-Fa-f]{3}[13579BDFbdf]/.test(element),
    );
    return (
      wrong && `seriesParameters "${wrong.name}" has a privateCreator: its element is a private tag, 00191010`
    );
  },
];

function repeated(names: readonly string[], what: string): string | undefined {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  return twice === undefined ? undefined : `${what} "${twice}" twice`;
}

export function crossProblems(values: SettingValues): string[] {
  return crossChecks.map((check) => check(values)).filter((problem) => problem !== undefined);
}
