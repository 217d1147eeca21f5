// Names of weaknesses, exactly as the CWE list has them: CSAF 2.0 wants id and name to agree (§6.1.11).
// Only those that we have seen in reports; another weakness is left out of the document and named among what was left out.

const NAMES = `
20 Improper Input Validation
22 Improper Limitation of a Pathname to a Restricted Directory ('Path Traversal')
59 Improper Link Resolution Before File Access ('Link Following')
74 Improper Neutralization of Special Elements in Output Used by a Downstream Component ('Injection')
77 Improper Neutralization of Special Elements used in a Command ('Command Injection')
78 Improper Neutralization of Special Elements used in an OS Command ('OS Command Injection')
79 Improper Neutralization of Input During Web Page Generation ('Cross-site Scripting')
88 Improper Neutralization of Argument Delimiters in a Command ('Argument Injection')
89 Improper Neutralization of Special Elements used in an SQL Command ('SQL Injection')
90 Improper Neutralization of Special Elements used in an LDAP Query ('LDAP Injection')
94 Improper Control of Generation of Code ('Code Injection')
113 Improper Neutralization of CRLF Sequences in HTTP Headers ('HTTP Request/Response Splitting')
116 Improper Encoding or Escaping of Output
117 Improper Output Neutralization for Logs
119 Improper Restriction of Operations within the Bounds of a Memory Buffer
120 Buffer Copy without Checking Size of Input ('Classic Buffer Overflow')
121 Stack-based Buffer Overflow
122 Heap-based Buffer Overflow
123 Write-what-where Condition
124 Buffer Underwrite ('Buffer Underflow')
125 Out-of-bounds Read
126 Buffer Over-read
129 Improper Validation of Array Index
131 Incorrect Calculation of Buffer Size
134 Use of Externally-Controlled Format String
190 Integer Overflow or Wraparound
191 Integer Underflow (Wrap or Wraparound)
193 Off-by-one Error
200 Exposure of Sensitive Information to an Unauthorized Actor
203 Observable Discrepancy
208 Observable Timing Discrepancy
209 Generation of Error Message Containing Sensitive Information
252 Unchecked Return Value
269 Improper Privilege Management
276 Incorrect Default Permissions
284 Improper Access Control
285 Improper Authorization
287 Improper Authentication
288 Authentication Bypass Using an Alternate Path or Channel
290 Authentication Bypass by Spoofing
294 Authentication Bypass by Capture-replay
295 Improper Certificate Validation
306 Missing Authentication for Critical Function
307 Improper Restriction of Excessive Authentication Attempts
311 Missing Encryption of Sensitive Data
312 Cleartext Storage of Sensitive Information
319 Cleartext Transmission of Sensitive Information
326 Inadequate Encryption Strength
327 Use of a Broken or Risky Cryptographic Algorithm
330 Use of Insufficiently Random Values
338 Use of Cryptographically Weak Pseudo-Random Number Generator (PRNG)
345 Insufficient Verification of Data Authenticity
347 Improper Verification of Cryptographic Signature
352 Cross-Site Request Forgery (CSRF)
362 Concurrent Execution using Shared Resource with Improper Synchronization ('Race Condition')
367 Time-of-check Time-of-use (TOCTOU) Race Condition
369 Divide By Zero
377 Insecure Temporary File
384 Session Fixation
400 Uncontrolled Resource Consumption
401 Missing Release of Memory after Effective Lifetime
404 Improper Resource Shutdown or Release
407 Inefficient Algorithmic Complexity
409 Improper Handling of Highly Compressed Data (Data Amplification)
415 Double Free
416 Use After Free
425 Direct Request ('Forced Browsing')
426 Untrusted Search Path
427 Uncontrolled Search Path Element
428 Unquoted Search Path or Element
434 Unrestricted Upload of File with Dangerous Type
436 Interpretation Conflict
441 Unintended Proxy or Intermediary ('Confused Deputy')
444 Inconsistent Interpretation of HTTP Requests ('HTTP Request/Response Smuggling')
457 Use of Uninitialized Variable
459 Incomplete Cleanup
470 Use of Externally-Controlled Input to Select Classes or Code ('Unsafe Reflection')
476 NULL Pointer Dereference
502 Deserialization of Untrusted Data
522 Insufficiently Protected Credentials
532 Insertion of Sensitive Information into Log File
552 Files or Directories Accessible to External Parties
565 Reliance on Cookies without Validation and Integrity Checking
601 URL Redirection to Untrusted Site ('Open Redirect')
610 Externally Controlled Reference to a Resource in Another Sphere
611 Improper Restriction of XML External Entity Reference
613 Insufficient Session Expiration
617 Reachable Assertion
639 Authorization Bypass Through User-Controlled Key
640 Weak Password Recovery Mechanism for Forgotten Password
665 Improper Initialization
667 Improper Locking
668 Exposure of Resource to Wrong Sphere
670 Always-Incorrect Control Flow Implementation
672 Operation on a Resource after Expiration or Release
674 Uncontrolled Recursion
681 Incorrect Conversion between Numeric Types
682 Incorrect Calculation
693 Protection Mechanism Failure
704 Incorrect Type Conversion or Cast
706 Use of Incorrectly-Resolved Name or Reference
732 Incorrect Permission Assignment for Critical Resource
754 Improper Check for Unusual or Exceptional Conditions
755 Improper Handling of Exceptional Conditions
763 Release of Invalid Pointer or Reference
770 Allocation of Resources Without Limits or Throttling
772 Missing Release of Resource after Effective Lifetime
776 Improper Restriction of Recursive Entity References in DTDs ('XML Entity Expansion')
787 Out-of-bounds Write
789 Memory Allocation with Excessive Size Value
798 Use of Hard-coded Credentials
805 Buffer Access with Incorrect Length Value
822 Untrusted Pointer Dereference
823 Use of Out-of-range Pointer Offset
824 Access of Uninitialized Pointer
825 Expired Pointer Dereference
829 Inclusion of Functionality from Untrusted Control Sphere
834 Excessive Iteration
835 Loop with Unreachable Exit Condition ('Infinite Loop')
843 Access of Resource Using Incompatible Type ('Type Confusion')
862 Missing Authorization
863 Incorrect Authorization
908 Use of Uninitialized Resource
909 Missing Initialization of Resource
913 Improper Control of Dynamically-Managed Code Resources
915 Improperly Controlled Modification of Dynamically-Determined Object Attributes
916 Use of Password Hash With Insufficient Computational Effort
918 Server-Side Request Forgery (SSRF)
922 Insecure Storage of Sensitive Information
943 Improper Neutralization of Special Elements in Data Query Logic
1021 Improper Restriction of Rendered UI Layers or Frames
1236 Improper Neutralization of Formula Elements in a CSV File
1284 Improper Validation of Specified Quantity in Input
1321 Improperly Controlled Modification of Object Prototype Attributes ('Prototype Pollution')
1333 Inefficient Regular Expression Complexity
`;

/** `CWE-787` to its name. */
export const CWE_NAMES: ReadonlyMap<string, string> = new Map(
  NAMES.trim()
    .split('\n')
    .map((line) => {
      const space = line.indexOf(' ');
      return [`CWE-${line.slice(0, space)}`, line.slice(space + 1)] as const;
    }),
);
