import type { CheckName, FindingCode } from '../../../../src/contract/index.ts';

const renew = 'Bitte erneuern und an seine Stelle legen; der Server verwendet es nach wenigen Sekunden.';
const free = '{free} von {total} GB sind frei.';

const names: Readonly<Record<CheckName, string>> = {
  settings: 'Einstellungen',
  dataDirectory: 'Datenverzeichnis',
  disk: 'Speicherplatz',
  database: 'Datenbank',
  certificate: 'Zertifikat',
  httpCertificate: 'HTTPS-Zertifikat',
  catalog: 'Katalog',
  storage: 'Ablage',
  losses: 'Verluste',
  quarantine: 'Quarantäne',
  conflicts: 'Konflikte',
  doors: 'Zugänge',
  access: 'Zugang',
  groups: 'Gruppen',
  emergencies: 'Notfälle',
  records: 'Aufzeichnungen',
};

/** Was gefunden wird, und was dann zu tun ist. */
const findings: Readonly<Record<FindingCode, string | readonly [message: string, hint: string]>> = {
  'settings-valid': 'Alle {count} Einstellungen sind gültig.',
  'data-open': '{path} ist offen und für diesen Server reserviert.',
  'disk-free': free,
  'disk-little': [free, 'Planen Sie mehr Platz ein.'],
  'disk-full': [free, 'Bitte Platz schaffen: Absender werden abgewiesen, wenn er voll ist.'],
  'database-postgres': 'PostgreSQL.',
  'database-local': 'SQLite, auf einem Datenträger dieses Rechners.',
  'database-network': [
    'SQLite auf einem Netzlaufwerk ({type}): Sie kann jederzeit beschädigt werden.',
    'Setzen Sie `database` auf einen Ort auf einem eigenen Datenträger; `isocenter rebuild` füllt sie. Die Daten können hier bleiben.',
  ],
  'certificate-none': 'Keines ist eingestellt; der TLS-Port ist zu.',
  'certificate-none-https': 'Keines ist eingestellt; der HTTPS-Port ist zu.',
  'certificate-unreadable': [
    '{file} ist kein lesbares Zertifikat: {reason}',
    'Der TLS-Port öffnet ohne es nicht. Legen Sie die Datei (PEM) an ihre Stelle, oder berichtigen Sie die Einstellung.',
  ],
  'certificate-early': ['Es ist noch nicht gültig.', 'Prüfen Sie die Uhr.'],
  'certificate-expired': ['Es ist am {day} abgelaufen: Niemand kann ihm vertrauen.', renew],
  'certificate-ends': ['Es läuft am {day} ab.', renew],
  'certificate-valid': 'Gültig bis {day}.',
  'catalog-current': '{studies} Studien und {instances} Objekte; sein Aufbau ist aktuell.',
  'storage-settled': 'Nichts wartet, was nicht warten sollte.',
  'storage-waits': [
    '{reason}',
    'Prüfen Sie den Datenträger und seine Meldungen, und rufen Sie dann `isocenter verify` auf.',
  ],
  'losses-none': 'Von dem, was gespeichert wurde, ist nichts als verloren bekannt.',
  'losses-some': [
    'Gespeichertes, das seinen Inhalt verloren hat: {count}.',
    'Siehe `isocenter losses`: Legen Sie eine gute Kopie an jede Stelle und rufen Sie `isocenter verify` auf, senden Sie es noch einmal, oder nehmen Sie den Verlust mit `isocenter losses accept` hin.',
  ],
  'quarantine-empty': 'Nichts ist darin.',
  'quarantine-some': [
    'Dateien, die sich nicht aufnehmen ließen oder beschädigt sind: {count}.',
    'Siehe `isocenter quarantine`: Versuchen Sie es noch einmal, sichern Sie, was noch brauchbar ist, und verwerfen Sie den Rest.',
  ],
  'conflicts-none': 'Keiner ist offen.',
  'conflicts-some': ['Auf eine Entscheidung warten: {count}.', 'Siehe `isocenter conflicts list`.'],
  'doors-none': 'Es läuft kein Server; dieser Befehl arbeitet unmittelbar auf den Daten.',
  'doors-open': '{places}',
  'access-open': [
    'Wer den DICOM-Port erreicht, kann alles lesen und schreiben.',
    'Tragen Sie die Knoten ein, die hereindürfen, und schalten Sie openToUnregistered aus.',
  ],
  'access-known': 'Nur dieser Rechner und eingetragene Knoten kommen herein.',
  'groups-unused': 'Kein Anmeldedienst steckt Menschen in Gruppen.',
  'groups-known': 'Jede Gruppe, die oidcGroups nennt, gibt es.',
  'groups-unknown': [
    'oidcGroups nennt, was es nicht gibt: {names}.',
    'Legen Sie sie mit `isocenter group add` an; hinein kommt man mit der nächsten Anmeldung.',
  ],
  'emergencies-none': 'In den letzten {days} Tagen hat niemand den Notzugriff benutzt.',
  'emergencies-some': [
    'Zuletzt hat {account} den Notzugriff benutzt: {at}. Wie oft er in den letzten {days} Tagen benutzt wurde: {count}.',
    'Wer und warum: `isocenter audit list`, und `isocenter break-glass` für das, was jetzt offen ist.',
  ],
  'records-whole': 'Der Katalog hat alle Aufzeichnungen.',
  'records-interrupted': [
    'Ein Neuaufbau wurde unterbrochen.',
    'Rufen Sie `isocenter rebuild` noch einmal auf; nichts ist verloren.',
  ],
  'not-looked': 'Das lässt sich nicht ansehen: {reason}',
};

export const checks = {
  ...names,
  ...Object.fromEntries(
    Object.entries(findings).flatMap(([finding, words]) => {
      const [message = '', hint = ''] = typeof words === 'string' ? [words] : words;
      return [
        [finding, message],
        [`${finding}_hint`, hint],
      ];
    }),
  ),
} as Readonly<Record<CheckName | FindingCode | `${FindingCode}_hint`, string>>;
