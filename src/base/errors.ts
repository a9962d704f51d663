/**
 * The register of everything that can go wrong on purpose. Doors translate by looking up the code, never by
 * matching text: `http` is the response status, `dimse` the status of a DIMSE response (PS3.7 Annex C, PS3.4).
 * A message says what happened and, where there is one, what to do next; it never carries patient data.
 */
interface ErrorRow {
  readonly message: string;
  readonly http: number;
  readonly dimse: number;
}

const row = (http: number, dimse: number, message: string): ErrorRow => ({ http, dimse, message });

export const errorRegister = {
  // Data sets that cannot be read
  'dicom/truncated': row(400, 0xc000, 'The data ends at byte {offset}; {needed} more bytes were announced.'),
  'dicom/not-dicom': row(400, 0xc000, 'This is not a DICOM file: {reason}.'),
  'dicom/bad-length': row(400, 0xc000, 'Element {tag} announces {length} bytes, which cannot be right here.'),
  'dicom/limit': row(400, 0xc000, '{what} is {value}, over the limit of {limit}.'),
  'dicom/bad-value': row(
    400,
    0xc000,
    'Element {tag} holds a value that its type {vr} does not allow: {reason}.',
  ),
  'dicom/bad-xml': row(400, 0xc000, 'This is not a document of the Native DICOM Model: {reason}.'),
  'dicom/unsupported-transfer-syntax': row(415, 0x0122, 'Transfer syntax {uid} is not supported for {what}.'),
  'dicom/charset': row(400, 0xc000, 'Text cannot be written in character set {charset}.'),
  // Network
  'dimse/protocol': row(502, 0x0110, 'The peer broke the DICOM protocol: {reason}.'),
  'dimse/limit': row(502, 0x0110, '{what} is {value}, over the limit of {limit}.'),
  'dimse/rejected': row(502, 0x0110, 'The peer rejected the association: {reason}.'),
  'dimse/aborted': row(502, 0x0110, 'The association was aborted: {reason}.'),
  'dimse/timeout': row(504, 0x0110, 'The peer did not answer within {seconds} s while {what}.'),
  'dimse/no-context': row(502, 0x0122, 'The peer accepted no presentation context for {sopClass}.'),
  'dimse/failed': row(502, 0x0110, 'The peer answered status {status}: {comment}.'),
  'net/unreachable': row(502, 0x0110, '{host}:{port} cannot be reached: {reason}.'),
  'net/forbidden': row(400, 0x0110, '{host} is not called: {reason}.'),
  'dicomweb/denied': row(
    502,
    0x0110,
    '{host} does not let us in (status {status}). Look at the user and the secret of the node.',
  ),
  'dicomweb/no-service': row(
    502,
    0x0110,
    '{url} does not offer this by DICOMweb: it answered {status}. Look at the address of the node.',
  ),
  'dicomweb/busy': row(503, 0x0110, '{host} answered {status}.'),
  'dicomweb/refused': row(502, 0x0110, '{host} refused it: {reason}.'),
  'dicomweb/nonsense': row(502, 0x0110, '{host} answered what is no answer of a DICOMweb service: {reason}.'),
  'dicomweb/cut-off': row(502, 0x0110, '{host} ended its answer in the middle.'),
  'dicomweb/timeout': row(504, 0x0110, '{host} said nothing for {seconds} s.'),
  // Images of discs
  'disc/none': row(400, 0xc000, 'This is not the image of a disc that can be read here: {reason}.'),
  'disc/unreadable': row(400, 0xc000, 'The disc image cannot be read at byte {position}: {reason}.'),
  'disc/damaged': row(400, 0xc000, 'The disc image contradicts itself: {reason}.'),
  'disc/limit': row(400, 0xc000, '{what} is {value}, over the limit of {limit}.'),
  'disc/unsupported': row(415, 0xc000, 'What is on the disc in this way is not read here: {what}.'),
  'disc/not-there': row(400, 0xc000, 'The DICOMDIR names it, and it is not there.'),
  'disc/outside': row(400, 0xc000, 'The DICOMDIR names it, and it would be outside of the disc.'),
  'disc/bad-index': row(400, 0xc000, 'The DICOMDIR is wrong: {reason}.'),
  'disc/large-index': row(
    400,
    0xc000,
    'The DICOMDIR is larger than {limit} bytes, and is not followed; the images beside it are found without it.',
  ),
  'disc/index-elsewhere': row(
    400,
    0xc000,
    'This is a DICOMDIR under another name, and is not followed; the images beside it are found without it.',
  ),
  'disc/too-deep': row(400, 0xc000, 'It is more than {limit} folders deep.'),
  'disc/link': row(400, 0xc000, 'This is a link that leads out of the folder or nowhere.'),
  // Instances that cannot be taken
  'ingest/missing-uid': row(409, 0xa900, 'The data set has no {keyword}.'),
  'ingest/bad-uid': row(409, 0xc000, '{keyword} is not a valid UID.'),
  'ingest/mismatch': row(409, 0xa900, '{keyword} of the data set is not the one announced.'),
  'ingest/conflict': row(
    409,
    0x0111,
    'It has the identity of a stored instance and other content; both are kept.',
  ),
  // Store and catalog
  'store/full': row(
    507,
    0xa700,
    'The disk that holds {what} is full. Free some space; nothing that was acknowledged is lost.',
  ),
  'store/quota': row(
    507,
    0xa700,
    'The collection {collection} is full: it may hold {quota} bytes. Remove something, or ask for more room.',
  ),
  'store/io': row(500, 0xa700, 'The disk that holds {what} failed: {reason}.'),
  'store/not-mounted': row(
    503,
    0xa700,
    'The disk of {folder} is not there: nothing is mounted at {point}, or another disk than before. Nothing was written. Mount it, or make the folder by hand where it is meant to be on this disk.',
  ),
  'store/locked': row(409, 0x0110, 'Another process (pid {pid}) uses the data directory {path}.'),
  'store/no-archive': row(404, 0x0110, 'There is no archive in {path}.'),
  'store/foreign-directory': row(
    409,
    0x0110,
    '{path} holds other things ({names}) and no archive. Nothing was written there.',
  ),
  'store/not-found': row(404, 0x0112, 'No bytes are stored under this key.'),
  'store/bad-key': row(400, 0x0110, 'This key is not allowed.'),
  'store/no-key': row(
    500,
    0x0110,
    'The key that seals the secrets cannot be made at {path} ({reason}). Set sealingKey to a place that can be written, outside of the data directory.',
  ),
  'store/secrets-shut': row(
    500,
    0x0110,
    'The secrets of this archive cannot be opened: {reason}. Put the right key into {path}. When it is lost for good, `isocenter rebuild --secrets` makes a new one; passwords, tokens and links then have to be made again.',
  ),
  'store/torn-record': row(
    500,
    0x0110,
    'The last lines of record file {file} were not written to their end, as happens when the power goes. Nothing that was acknowledged was in them.',
  ),
  'store/corrupt-record': row(500, 0x0110, 'Record file {file} is damaged at line {line}.'),
  'catalog/unavailable': row(503, 0xa700, 'The catalog database cannot be used: {reason}.'),
  'catalog/damaged': row(503, 0xa700, 'The catalog database is damaged ({reason}).'),
  'catalog/in-doubt': row(
    503,
    0xa700,
    'The catalog database went away in the middle of a commit, and whether it happened is not known yet: {reason}',
  ),
  'catalog/schema': row(500, 0x0110, 'The catalog schema is version {found}; this program knows {known}.'),
  // Pixel data
  'pixels/none': row(404, 0x0110, 'This instance has no image.'),
  'pixels/no-frame': row(404, 0x0110, 'There is no frame {frame}; the instance has {count}.'),
  'pixels/bad': row(422, 0xc000, 'The pixel data cannot be used: {reason}.'),
  'pixels/video': row(
    406,
    0x0122,
    'This is a video, which has no frames that could be had alone. It is there as a whole: {offered}.',
  ),
  'pixels/unsupported': row(406, 0x0122, 'Pixel data of this kind cannot be converted here: {what}.'),
  'waveform/bad': row(422, 0xc000, 'The recording cannot be read: {reason}.'),
  'nifti/bad': row(422, 0xc000, 'The NIfTI file cannot be read: {reason}.'),
  'nifti/unsupported': row(406, 0x0122, 'NIfTI files of this kind cannot be shown here: {what}.'),
  'convert/nothing': row(422, 0x0110, 'There is nothing here that becomes NIfTI: {reason}.'),
  'convert/failed': row(422, 0x0110, 'dcm2niix could not convert the series: {reason}.'),
  'convert/limit': row(422, 0x0110, '{what} of a conversion: {value}, over the limit of {limit}.'),
  'convert/too-large': row(
    422,
    0x0110,
    'The series is too large for the built-in dcm2niix: {reason}. Install dcm2niix on this machine (Debian, Ubuntu: apt install dcm2niix) and do it again.',
  ),
  'convert/no-engine': row(
    422,
    0x0110,
    'dcm2niix is not installed on this machine (Debian, Ubuntu: apt install dcm2niix).',
  ),
  'rule/no-dataset': row(404, 0x0112, 'The rule {name} makes no BIDS dataset.'),
  'bids/not-written': row(
    400,
    0x0110,
    'This is no BIDS name: "{text}" is not written as anat-T1w or func-bold_task-rest is.',
  ),
  'bids/no-suffix': row(400, 0x0110, 'This is no BIDS name: {datatype} has no {suffix}.'),
  'bids/no-task': row(400, 0x0110, 'This is no BIDS name: a functional image needs a task.'),
  'bids/no-direction': row(
    400,
    0x0110,
    'This is no BIDS name: a field map of two directions needs its direction.',
  ),
  'bids/bad-label': row(
    400,
    0x0110,
    'This is no BIDS name: {entity} has letters and digits, and not "{label}".',
  ),
  'dataset/name-of-patient': row(409, 0x0110, 'Another patient is called so.'),
  'dataset/name-of-series': row(409, 0x0110, 'Another series has this name.'),
  'dataset/name-of-file': row(409, 0x0110, 'A file of somebody else has this name.'),
  'dataset/events-aside': row(409, 0x0110, 'Another table has its name, so its events are in {file}.'),
  'dataset/busy': row(
    409,
    0x0110,
    'Another program works in the dataset {folder}, and has for long. Try it again when that is done.',
  ),
  'dataset/mapping': row(422, 0x0110, '{file} in the dataset cannot be used: {problems}.'),
  // Programs of the machine
  'program/not-started': row(500, 0x0110, 'The program {program} cannot be started: {reason}.'),
  'program/timeout': row(504, 0x0110, 'The program {program} took longer than {seconds} s and was ended.'),
  'program/limit': row(
    422,
    0x0110,
    'The program {program} used {value} bytes of memory, over the limit of {limit}, and was ended.',
  ),
  'program/failed': row(422, 0x0110, 'The program {program} ended with code {code}: {said}'),
  'render/busy': row(
    503,
    0xa700,
    'Too many images are being made ready at this moment. Try again in a while.',
  ),
  'render/timeout': row(503, 0xa700, 'The image took longer than {seconds} s to make.'),
  'render/no-video': row(
    406,
    0x0110,
    'Videos are made by the program ffmpeg, which the server does not find. Install it there, or ask for {instead}.',
  ),
  // Use-cases
  'archive/not-found': row(404, 0x0112, 'There is no such {what}.'),
  'archive/forbidden': row(403, 0x0124, '{actor} may not do this: {action}.'),
  'archive/withheld': row(
    403,
    0x0124,
    'This link does not say whose images it shows. Reports, documents and pictures with writing in them may say it, and are not shown.',
  ),
  'archive/recall-pending': row(503, 0xa700, 'The bytes are not at hand; a recall is needed.'),
  'archive/bytes-lost': row(
    410,
    0xc000,
    'The bytes are lost, or damaged and in quarantine. `isocenter losses` says what belongs where: put a good copy there, or send it again.',
  ),
  'archive/draining': row(503, 0xa700, 'The archive is shutting down.'),
  'archive/damaged': row(500, 0xa700, 'The stored bytes no longer match their hash.'),
  'archive/unfinished': row(
    500,
    0xa700,
    'It was still arriving when the server stopped, and its sender was never told that it is here.',
  ),
  'archive/swapped': row(500, 0xa700, 'Another image lay in the place of this one.'),
  'query/bad': row(400, 0xa900, 'The query cannot be answered: {reason}.'),
  'node/unknown': row(404, 0xa801, 'There is no node named {name}.'),
  'node/not-allowed': row(403, 0x0124, 'Node {name} may not {action}.'),
  'node/incomplete': row(502, 0xa702, '{failed} of {total} instances did not arrive at {name}.'),
  'node/refused': row(
    502,
    0xa702,
    '{failed} of {total} instances were refused by {name}; sending them again changes nothing.',
  ),
  'node/incomplete-why': row(
    502,
    0xa702,
    '{failed} of {total} instances did not arrive at {name}. The first: {reason}',
  ),
  'node/refused-why': row(
    502,
    0xa702,
    '{failed} of {total} instances were refused by {name}; sending them again changes nothing. The first: {reason}',
  ),
  'node/no-reason': row(502, 0xa702, 'The receiver refused it and does not say why.'),
  'node/not-sent': row(502, 0x0110, 'The node did not send it.'),
  /** Each way to fetch it by its name, with why it did not bring all of it. */
  'node/no-way': row(502, 0x0110, '{reason}'),
  'node/nothing': row(404, 0x0110, '{name} names no images of it.'),
  'node/no-images': row(502, 0x0110, 'The node names no images of series {series}.'),
  'node/unnamed-series': row(
    502,
    0x0110,
    'The node says that it has {said} series of it, and names {named}.',
  ),
  'node/unnamed-images': row(
    502,
    0x0110,
    'The node says that it has {said} images of series {series}, and names {named}.',
  ),
  'node/no-dimse': row(409, 0xa801, 'Node {name} has no DICOM address: it is reached by DICOMweb only.'),
  'node/no-web': row(409, 0xa801, 'Node {name} has no DICOMweb.'),
  'node/nonsense': row(502, 0x0110, 'Node {name} answered what makes no sense: {reason}.'),
  'node/needs-approval': row(
    403,
    0x0124,
    'An administrator approves what is fetched from {name}: ask for it (`isocenter nodes fetch` does), or have an administrator fetch it.',
  ),
  'node/needs-none': row(409, 0x0110, 'What you fetch from {name} needs no approval: fetch it.'),
  'request/decided': row(409, 0x0110, 'The request is decided already.'),
  'request/too-many': row(
    429,
    0x0110,
    '{limit} requests wait already, and more cannot: withdraw some, or wait until they are decided.',
  ),
  'job/lease-lost': row(500, 0x0110, 'The work was interrupted, and how far it came is not known.'),
  'job/not-ended': row(
    409,
    0x0110,
    'The job is {state}; only what failed or was cancelled can be done again.',
  ),
  'job/paused': row(409, 0x0110, 'The job rests until somebody lets it go on.'),
  'job/too-many': row(429, 0x0110, 'More than {limit} jobs wait already.'),
  'config/invalid': row(400, 0x0110, 'The configuration has problems:\n{problems}'),
  'input/invalid': row(400, 0x0110, '{reason}'),
  'input/too-large': row(413, 0x0110, 'The request is larger than {limit} bytes.'),
  'input/busy': row(
    503,
    0xa700,
    'Too many requests of this kind are being taken at this moment. Try again in a while.',
  ),
  'input/media-type': row(415, 0x0110, '{type} is not taken here; send {wanted}.'),
  'input/unreadable': row(400, 0x0110, 'The file cannot be read: {reason}.'),
  'input/no-such-place': row(404, 0x0110, 'There is nothing at {place}.'),
  // Who asks
  'access/unauthenticated': row(401, 0x0124, 'This needs somebody we know: {reason}.'),
  'access/too-many-attempts': row(429, 0x0124, 'Too many failed attempts. Try again in {seconds} s.'),
  'access/wrong-password': row(401, 0x0124, 'The old password is wrong.'),
  'access/wrong-code': row(401, 0x0124, 'This code is not right, or was used before.'),
  'access/passkey-refused': row(401, 0x0124, 'This passkey was not accepted. Try again.'),
  'access/no-passkeys-here': row(400, 0x0124, 'Passkeys do not work under this address. Open {place}.'),
  'access/provider-refused': row(401, 0x0124, 'Logging in with {provider} did not work. Try again.'),
  'access/provider-away': row(
    503,
    0x0124,
    '{provider} does not answer. Try again later, or log in in another way.',
  ),
  'access/no-role': row(403, 0x0124, '{provider} knows you, but nothing there says what you may do here.'),
  'access/name-taken': row(
    409,
    0x0124,
    'There is an account named {name} already. If it is yours, log in with its password and connect it on the account page.',
  ),
  'access/log-in-again': row(
    403,
    0x0124,
    'This needs a login of the last {minutes} minutes. Log out, log in again, and do it then.',
  ),
  'access/busy': row(503, 0x0124, 'Too many passwords are being checked. Try again in a moment.'),
  'access/link-over': row(410, 0x0124, 'This link {reason}. Ask whoever sent it for another one.'),
  'access/link-spent': row(403, 0x0124, 'This link takes no more: {reason}.'),
  'access/foreign-site': row(403, 0x0124, 'This came from another site, and was not done.'),
  'access/weak-password': row(400, 0x0124, 'This password will not do: {reason}.'),
  // What the archive does by itself
  'automation/invalid': row(400, 0x0110, 'The automation file cannot be used. {reason}'),
  // What is wrong with a part of the automation file, or with what is to stand there
  'plan/missing': row(400, 0x0110, 'This is missing.'),
  'plan/unknown-word': row(400, 0x0110, 'This word is not known here.'),
  'plan/unclear': row(400, 0x0110, 'This is nothing that could be meant here.'),
  'plan/no-text': row(400, 0x0110, 'This is no text.'),
  'plan/no-number': row(400, 0x0110, 'This is no number.'),
  'plan/no-whole-number': row(400, 0x0110, 'This is no whole number.'),
  'plan/no-boolean': row(400, 0x0110, 'This is neither true nor false.'),
  'plan/no-list': row(400, 0x0110, 'This is no list.'),
  'plan/no-object': row(400, 0x0110, 'This is to be words and their values.'),
  'plan/none-of': row(400, 0x0110, 'This is to be one of: {allowed}.'),
  'plan/empty': row(400, 0x0110, 'This is empty.'),
  'plan/too-short': row(400, 0x0110, 'This has fewer than {minimum} characters.'),
  'plan/too-long': row(400, 0x0110, 'This has more than {maximum} characters.'),
  'plan/too-few': row(400, 0x0110, 'These are fewer than {minimum}.'),
  'plan/too-many': row(400, 0x0110, 'These are more than {maximum}.'),
  'plan/below': row(400, 0x0110, 'This is below {minimum}.'),
  'plan/above': row(400, 0x0110, 'This is above {maximum}.'),
  'plan/no-url': row(400, 0x0110, 'This is no URL.'),
  'plan/no-mail-address': row(400, 0x0110, 'This is no mail address.'),
  'plan/no-name': row(400, 0x0110, 'This is no name: small letters, digits, dot, dash and underscore.'),
  'plan/no-offer': row(400, 0x0110, 'This is no extension and what it offers, such as series-log.append.'),
  'plan/no-absolute-path': row(400, 0x0110, 'This is no absolute path.'),
  'plan/no-subfolder': row(
    400,
    0x0110,
    'This is no name of a folder: without a slash, and no dot at its beginning.',
  ),
  'plan/not-taken-folder': row(400, 0x0110, 'This is where files go that could not be taken in.'),
  'plan/no-variable': row(400, 0x0110, 'This is no name of a variable.'),
  'plan/no-modality': row(400, 0x0110, 'This is no modality.'),
  'plan/no-hours': row(400, 0x0110, 'This is no time of the day such as 20:00-06:00.'),
  'plan/no-ae-title': row(400, 0x0110, 'This is no AE title: 1 to 16 plain characters, no backslash.'),
  'plan/no-element': row(400, 0x0110, 'This is no element: a keyword such as PatientID, or a tag.'),
  'plan/no-mode': row(400, 0x0110, 'This is no mode such as "0640".'),
  'plan/no-pattern': row(400, 0x0110, 'This is no regular expression: {reason}.'),
  'plan/one-of': row(400, 0x0110, 'Exactly one of these has to be here: {words}.'),
  'plan/both-or-neither': row(400, 0x0110, 'Both of these have to be here, or neither: {words}.'),
  'plan/fuller-at-the-end': row(400, 0x0110, 'untilBelow has to be less than whenFullerThan.'),
  'plan/times': row(
    400,
    0x0110,
    'A rule that looks by schedule needs at, and may have timeZone; all others have neither.',
  ),
  'plan/no-key': row(400, 0x0110, 'No key is named: it would be everything that the node has.'),
  'plan/bids-folder': row(400, 0x0110, 'A BIDS dataset needs a folder.'),
  'plan/bids-sidecars': row(400, 0x0110, 'A BIDS dataset needs sidecars.'),
  'plan/no-script': row(400, 0x0110, 'The place of a script is named, and there is no script.'),
  'plan/shared-folder': row(400, 0x0110, 'It is the folder of the tree "{name}" already.'),
  'plan/mixed-folder': row(400, 0x0110, 'It lies in the folder of "{name}", or that in it.'),
  'plan/link-keeps-mode': row(
    400,
    0x0110,
    'A {form} has the mode and group of the file in the archive. Leave fileMode, folderMode and group out, or choose the form copy.',
  ),
  'plan/volumes-are-copies': row(400, 0x0110, 'Volumes are files of their own: leave the form out.'),
  'plan/no-extension-here': row(
    400,
    0x0110,
    'Extensions are asked by rules only. Let a rule set a label, and ask for that.',
  ),
  'plan/no-yaml': row(400, 0x0110, 'This cannot be read as YAML: {reason}'),
  'automation/changed': row(
    409,
    0x0110,
    'The automation file was changed by somebody else meanwhile. Look at it again; nothing was written.',
  ),
  'automation/target': row(
    403,
    0x0124,
    '{folder} is below none of the folders that files may be written to. The setting targetFolders names them.',
  ),
  'archive/protected': row(
    409,
    0x0124,
    'The study {study} is protected; its labels say why. Nothing was removed. `isocenter unprotect` lets it be removed.',
  ),
  'automation/source': row(
    403,
    0x0124,
    '{folder} is below none of the folders that files may be taken out of. The setting sourceFolders names them.',
  ),
  // What needs a person, where nothing failed that would say so itself
  'attention/unsettled': row(500, 0xa700, 'Stored images cannot be settled: {reason}'),
  'attention/incomplete': row(503, 0xa700, 'The catalog is not complete. Run `isocenter rebuild`.'),
  'attention/almost-full': row(507, 0xa700, 'The disk is almost full.'),
  'attention/mistakes': row(
    400,
    0x0110,
    'The automation file has mistakes ({count}) and is not in use; what it said before is. The first is on line {line}: `isocenter automation show` says what it is.',
  ),
  'attention/not-taken': row(
    400,
    0x0110,
    'Files that could not be taken in: {count}. `isocenter inboxes show {name}` says why.',
  ),
  'attention/rule-not-asked': row(
    503,
    0xa700,
    'It could not ask an extension, so it did nothing; its runs say why. When that works again, `isocenter rules replay {name}` asks about everything that was left out.',
  ),
  'attention/node-deletes': row(
    502,
    0x0110,
    'It deletes studies of which not all is here ({count}), the first on {day}.',
  ),
  'attention/node-deleted': row(
    502,
    0x0110,
    'It may have deleted studies of which not all is here ({count}), the first on {day}.',
  ),
  'attention/run-deletes': row(
    502,
    0x0110,
    'Schedule {schedule} did not get to see what is there for the run of {run}; the node deletes the first of it on {day}.',
  ),
  'attention/run-deleted': row(
    502,
    0x0110,
    'Schedule {schedule} did not get to see what is there for the run of {run}; the node may have deleted the first of it on {day}.',
  ),
  'inbox/unknown': row(404, 0x0112, 'There is no inbox named {name}.'),
  'inbox/folder-gone': row(
    503,
    0xa700,
    'The folder of the inbox {name} is not there: it was moved, or its disk is not mounted. Nothing is lost; it goes on when it is back.',
  ),
  'inbox/inside-archive': row(403, 0x0124, '{folder} holds the archive itself, or lies in it.'),
  'inbox/unreadable': row(
    503,
    0xa700,
    'Something in the folder of the inbox {name} cannot be looked at: {reason}. What is in it waits.',
  ),
  'inbox/too-many': row(
    507,
    0xa700,
    'The folder of the inbox {name} has more than {limit} files, and the others are not looked at. Let files that were taken in be moved or deleted.',
  ),
  'inbox/cannot-empty': row(507, 0xa700, 'Files cannot be taken out of the folder ({count}): {reason}.'),
  'inbox/foreign': row(415, 0x0110, 'It is no DICOM file.'),
  'inbox/left-over': row(415, 0x0110, 'Its images are in the archive. No DICOM files are: {files}.'),
  'inbox/broken-files': row(400, 0xc000, 'Of what is in it, {count} could not be taken in. {reason}'),
  /** As it was kept before each of them had its reason. */
  'inbox/broken-inside': row(
    400,
    0xc000,
    'Of what is in it, {count} could not be taken in ({files}). The first: {reason}',
  ),
  'inbox/stays': row(507, 0xa700, 'It stays: {why}.'),
  'inbox/refused-stays': row(507, 0xa700, '{reason} It stays: {why}.'),
  'retention/not-asked': row(502, 0x0110, '{node} was not asked for its copies: {reason}'),
  'retention/too-full': row(
    507,
    0xa700,
    'The disk is too full, and nothing more may go. {protected} studies are protected, {withoutCopy} have no copy.',
  ),
  'retention/purge': row(
    507,
    0xa700,
    'The disk is too full. `isocenter trash purge` deletes for good what was kept long enough: {gigabytes} GB.',
  ),
  'retention/unknown': row(404, 0x0112, 'There is no retention named {name}.'),
  'rule/unknown': row(404, 0x0112, 'There is no rule named {name}.'),
  'rule/changed': row(409, 0x0110, 'The rule {name} was taken away, switched off or changed meanwhile.'),
  'rule/rests': row(503, 0xa700, 'It rests. {reason}'),
  'rule/resting': row(503, 0xa700, 'The rule {name} rests: {reason}'),
  'rule/action-failed': row(422, 0x0110, 'The action {action} failed: {reason}'),
  'rule/not-asked': row(
    503,
    0xa700,
    'The rule {name} could not ask an extension, so it did nothing: {reason} When that works again, `isocenter rules replay {name}` asks about everything that was left out.',
  ),
  'rule/endless': row(
    409,
    0x0110,
    'The rule {name} was to work on one study more than {limit} times in an hour: what it does seems to call it again. It rests for that study.',
  ),
  'extension/unknown': row(404, 0x0112, 'There is no extension that offers {name}.'),
  'extension/bad': row(422, 0x0110, 'The extension {extension} cannot be used: {reason}.'),
  'extension/failed': row(422, 0x0110, 'The extension {extension} failed: {reason}.'),
  'extension/not-now': row(503, 0xa700, 'The extension {extension} asks to be called again later: {reason}.'),
  'extension/busy': row(503, 0xa700, 'Too many calls wait for this extension.'),
  'extension/ended': row(500, 0x0110, 'The process of the extension {extension} ended: {reason}.'),
  'extension/timeout': row(
    504,
    0x0110,
    'The extension {extension} took longer than {seconds} s, and its process was ended.',
  ),
  'extension/limit': row(
    422,
    0x0110,
    '{what} of the extension {extension}: {value}, over the limit of {limit} bytes. Its process was ended.',
  ),
  'extension/nonsense': row(
    502,
    0x0110,
    'The process of the extension {extension} answered what makes no sense ({reason}), and was ended.',
  ),
  'extension/resting': row(
    503,
    0xa700,
    'The process of the extension {extension} ended {count} times within {minutes} minutes. It rests until {until}. The last time: {reason}',
  ),
  'mail/none': row(409, 0x0110, 'No mail server is set: see mailHost in the settings.'),
  'mail/refused': row(502, 0x0110, 'The mail server {host} refused it: {reason}.'),
  'mail/busy': row(503, 0x0110, 'The mail server {host} is to be asked again later: {reason}.'),
  'webhook/refused': row(502, 0x0110, '{host} answered {status}.'),
  'webhook/busy': row(503, 0x0110, '{host} answered {status}.'),
  'tree/no-name': row(503, 0xa700, 'Files wait, as {name} gives them no name: {reason}'),
  'tree/unknown': row(404, 0x0112, 'There is no tree named {name}.'),
  'tree/folder-gone': row(
    503,
    0xa700,
    'The folder of the tree {name} is not the one that was filled: it is gone, or its disk is not there. Nothing was changed. Bring it back, or build the tree again with --anew.',
  ),
  'tree/is-on': row(
    409,
    0x0110,
    'The tree {name} is on and would make its files again. Write `on: false` in the automation file first.',
  ),
  'tree/cannot-write': row(507, 0xa700, 'The folder of the tree cannot be written to: {reason}.'),
  'tree/unsafe-links': row(
    403,
    0x0124,
    'Others may write in the folder of the tree {name}, and a link there is the file of the archive itself. Let its form be copy, or take the right to write away from group and others.',
  ),
  'schedule/unknown': row(404, 0x0112, 'There is no schedule named {name}.'),
  'schedule/no-night': row(404, 0x0112, 'The schedule {name} has no run on {day}.'),
  'schedule/list-over': row(
    400,
    0x0110,
    'The schedule {name} fetches for patients who come, and {day} is over. Name the day before one that is not.',
  ),
  'schedule/not-told': row(502, 0x0110, 'Nobody could be told: {reason}'),
  'schedule/not-looked': row(503, 0x0110, 'It was not looked at yet.'),
  'schedule/list-missed': row(400, 0x0110, 'The day of its list is over.'),
  'schedule/again': row(502, 0x0110, 'The run of {day} is tried again. {reason}'),
  'schedule/run-failed': row(502, 0x0110, 'The run of {day} failed. {reason}'),
  'schedule/incomplete': row(502, 0xa702, '{failed} of {total} instances did not arrive here.'),
  'schedule/bad': row(400, 0x0110, 'The schedule cannot be used: {reason}.'),
  'schedule/no-list': row(422, 0x0110, 'The list of patients {file} cannot be used: {reason}.'),
  'schedule/long-list': row(
    400,
    0x0110,
    'The list has more than {limit} patients, and those behind them were left out.',
  ),
  'schedule/issuers': row(
    409,
    0x0110,
    'Several institutions use this patient ID, and the list does not say whose it is. Nothing of it is fetched.',
  ),
  'schedule/unanswered': row(
    502,
    0x0110,
    'Of {total} patients of the list {count} could not be asked about; they are asked about again. The first: {reason}',
  ),
  'schedule/passed-over': row(
    409,
    0x0110,
    'Of {total} patients of the list {count} were passed over. The first, number {number}: {reason}',
  ),
  'schedule/too-many': row(
    400,
    0x0110,
    'More than {limit} studies match. Say more closely which ones the schedule is about.',
  ),
  // HTTP
  'http/not-acceptable': row(406, 0x0122, 'Nothing that is accepted can be given. There is: {offered}.'),
  'http/bad-range': row(416, 0x0110, 'There are {size} bytes; the range asked for is not among them.'),
  // Between the command line and a server
  'control/unreachable': row(503, 0x0110, 'No server answers on {address}: {reason}.'),
  'control/lost': row(
    502,
    0x0110,
    'The server went away before it had finished answering ({reason}). What it acknowledged is safe; start again.',
  ),
  'control/in-use': row(409, 0x0110, 'Another server answers on {address}.'),
  'control/failed': row(500, 0x0110, 'The server cannot listen on {address}: {reason}.'),
  /** In words of others: of a person, a device, or a version of before that kept no code. */
  said: row(500, 0x0110, '{reason}'),
  cancelled: row(499, 0xfe00, 'Cancelled.'),
  internal: row(500, 0x0110, 'Something went wrong inside Isocenter: {reason}.'),
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof errorRegister;
export type ErrorParams = Readonly<Record<string, string | number>>;

export class IsocenterError extends Error {
  readonly code: ErrorCode;
  readonly params: ErrorParams;

  constructor(code: ErrorCode, params: ErrorParams = {}, cause?: unknown) {
    super(fillTemplate(errorRegister[code].message, params), cause === undefined ? undefined : { cause });
    this.name = 'IsocenterError';
    this.code = code;
    this.params = params;
  }

  get httpStatus(): number {
    return errorRegister[this.code].http;
  }

  get dimseStatus(): number {
    return errorRegister[this.code].dimse;
  }
}

/** Any thrown value as a register error, so that a door always has a code to look up. */
export function asIsocenterError(error: unknown): IsocenterError {
  if (error instanceof IsocenterError) return error;
  // Closing failed after the work had: what the work said is the news.
  if (error instanceof SuppressedError) return asIsocenterError(error.suppressed);
  const reason = error instanceof Error ? error.message : String(error);
  return new IsocenterError('internal', { reason }, error);
}

/** @param template a text in which what is filled in stands in braces */
export function fillTemplate(template: string, params: ErrorParams): string {
  const filled = template.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
  // A reason may be a sentence of its own.
  return filled.replace(/\.\.$/, '.');
}
