# Writes OUTPUT, a C++ source with the text of FILES (relative to SOURCE_DIR) as string literals.
set(entries "")
foreach(file IN LISTS FILES)
  file(READ "${SOURCE_DIR}/${file}" content)
  string(APPEND entries "    {\"${file}\", R\"~~~~(${content})~~~~\"},\n")
endforeach()
file(
  WRITE "${OUTPUT}"
  "#include \"script/template_text.hpp\"\n\n"
  "namespace alembicore::script {\n\n"
  "std::vector<template_text> const& template_texts() {\n"
  "    static std::vector<template_text> const texts{\n${entries}    };\n"
  "    return texts;\n"
  "}\n\n"
  "} // namespace alembicore::script\n"
)
