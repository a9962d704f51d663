/**
 * What says who a patient is. The elements are those that the Basic Application Level Confidentiality Profile removes or empties
 * whatever options for retaining and cleaning are taken with it (PS3.15 table E.1-1), with everything of their groups where
 * nothing else is in there that an image is looked at with.
 */
import { groupOf, isPrivate, type Tag, tagOf, type VrCode } from '../../dicom/index.ts';

/** Names of people, and text of any length that nobody can look through. */
const identifyingVrs: ReadonlySet<VrCode> = new Set(['PN', 'LT', 'ST', 'UT', 'UR', 'UN', 'OB']);

/** Patient, trial, place, request, visit, document, signatures, results: groups that go as a whole. */
const identifyingGroups: ReadonlySet<number> = new Set([
  ...[0x0010, 0x0012, 0x0016, 0x0032, 0x0038, 0x0042, 0x0400, 0x4008, 0xfffa, 0xfffc],
]);

/** Curves and sound, which every even group from 5000 to 50FE may have (PS3.5 7.6). */
const isCurveGroup = (group: number): boolean => (group & 0xff00) === 0x5000;

const tagsOf = (keywords: string): ReadonlySet<Tag> =>
  new Set(
    keywords
      .trim()
      .split(/\s+/)
      .map((keyword) => {
        const tag = tagOf(keyword);
        if (tag === undefined) throw new Error(`${keyword} is not in the data dictionary`);
        return tag;
      }),
  );

const identifying = tagsOf(`
  AccessionNumber IssuerOfAccessionNumberSequence StudyID ModifiedImageDescription
  ConsultingPhysicianIdentificationSequence OperatorIdentificationSequence PerformingPhysicianIdentificationSequence
  PhysiciansOfRecordIdentificationSequence PhysiciansReadingStudyIdentificationSequence
  ReferringPhysicianIdentificationSequence ReferringPhysicianTelephoneNumbers ReferencedPatientSequence
  ReferencedPatientPhotoSequence RequestAttributesSequence ReferencedRequestSequence ActualHumanPerformersSequence
  AuthorObserverSequence ContainerIdentifier CustodialOrganizationSequence FillerOrderNumberImagingServiceRequest
  PlacerOrderNumberImagingServiceRequest HumanPerformerOrganization IntendedRecipientsOfResultsIdentificationSequence
  IssuerOfTheContainerIdentifierSequence IssuerOfTheSpecimenIdentifierSequence OrderCallbackPhoneNumber
  OrderEntererLocation ParticipantSequence PatientTransportArrangements PerformedLocation PerformedProcedureStepID
  PersonTelephoneNumbers PersonIdentificationCodeSequence RequestedProcedureID RequestedProcedureLocation
  ScheduledHumanPerformersSequence ScheduledPerformingPhysicianIdentificationSequence ScheduledProcedureStepID
  SlideIdentifier SpecimenAccessionNumber SpecimenIdentifier VerifyingObserverIdentificationCodeSequence
  VerifyingObserverSequence VerifyingOrganization ContainerComponentID ContentCreatorIdentificationCodeSequence
  IconImageSequence TopicAuthor TopicKeywords TopicTitle ROICreatorSequence ROIInterpreterSequence OtherStudyNumbers
`);

/** What an image is looked at with: what is measured against the body, and what colours mean. */
const harmless = tagsOf(`
  PatientSex PatientAge PatientSize PatientWeight PatientBodyMassIndex PatientSexNeutered PregnancyStatus
  PatientIdentityRemoved DeidentificationMethodCodeSequence ICCProfile OverlayData
`);

/** Whether an element is taken out, whatever its value. Private ones are: nobody can say what is in there. */
export function isIdentifying(tag: Tag, vr: VrCode): boolean {
  if (isPrivate(tag)) return true;
  if (harmless.has(tag) || isOverlayData(tag)) return false;
  const group = groupOf(tag);
  return (
    identifying.has(tag) || identifyingVrs.has(vr) || identifyingGroups.has(group) || isCurveGroup(group)
  );
}

/** (60xx,3000), a drawing of bits. */
const isOverlayData = (tag: Tag): boolean => (tag & 0xff00_ffff) >>> 0 === 0x6000_3000;
