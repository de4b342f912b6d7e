"""Official documents: dispatch 发文, memo 签报, incoming 收文, until they go to the archive; supervision 督办.

Its words: *document*, *elements* (title, recipients, basis …), *series* (机关代字) with its counter and *numbers*,
*sign-off* (the frozen body, opinion and date), *correction* (a change that is not of substance), *seal use*,
*typesetting*, *receipt*. It refuses every document with a secrecy grade, a number before registration, a seal on
what was not signed and numbered as it stands, and any change of what was said or signed.
"""
