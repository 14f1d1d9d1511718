# Run by CTest: every C program of the page compiles, as strictly as the consumer.
cmake_minimum_required(VERSION 3.25)

file(READ "${PAGE}" text)
string(REPLACE ";" "<semicolon>" text "${text}")
string(REGEX MATCHALL "```c\n[^`]*```" programs "${text}")
if(NOT programs)
  message(FATAL_ERROR "${PAGE} has no program")
endif()
set(number 0)
foreach(program IN LISTS programs)
  math(EXPR number "${number} + 1")
  string(REGEX REPLACE "^```c\n|```$" "" program "${program}")
  string(REPLACE "<semicolon>" ";" program "${program}")
  file(WRITE "${WORK_DIR}/page-${number}.c" "${program}")
  execute_process(
    COMMAND
      "${COMPILER}" -std=c99 -Wall -Wextra -Wpedantic -Werror -fsyntax-only "-I${INCLUDE}" "${WORK_DIR}/page-${number}.c"
    COMMAND_ERROR_IS_FATAL ANY
  )
endforeach()
