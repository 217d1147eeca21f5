export { readXml, XML_LIMITS, type XmlDocument, type XmlElement, type XmlLimits } from './read-xml.ts';
