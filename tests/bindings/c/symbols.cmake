# Run by CTest: the symbols of the shared library are those of symbols.txt, and those that the header declares.
cmake_minimum_required(VERSION 3.25)

function(compare what found expected)
  foreach(name IN LISTS found)
    if(NOT name IN_LIST expected)
      message(SEND_ERROR "${what} has ${name}, which symbols.txt has not: a new symbol is added there, none is taken away")
    endif()
  endforeach()
  foreach(name IN LISTS expected)
    if(NOT name IN_LIST found)
      message(SEND_ERROR "${what} has lost ${name}")
    endif()
  endforeach()
endfunction()

file(STRINGS "${EXPECTED}" expected REGEX "^[^#]")

execute_process(
  COMMAND "${NM}" -D --defined-only "${LIBRARY}" OUTPUT_VARIABLE lines COMMAND_ERROR_IS_FATAL ANY
)
string(REGEX MATCHALL " [A-Z] [^\n]+" lines "${lines}")
set(found "")
foreach(line IN LISTS lines)
  string(REGEX REPLACE "^ [A-Z] " "" name "${line}")
  if(NOT line MATCHES "^ A ") # the version's own name
    list(APPEND found "${name}")
  endif()
endforeach()
compare("the library" "${found}" "${expected}")

file(READ "${HEADER}" header)
string(REPLACE ";" "" header "${header}")
string(REGEX REPLACE "#define[^\n]*" "" header "${header}")
string(REGEX MATCHALL "ALEMBICORE_C_API [^(]*[( ]" declarations "${header}")
set(declared "")
foreach(declaration IN LISTS declarations)
  string(REGEX MATCH "(alembicore_[a-z_]+)\\($" ignored "${declaration}")
  list(APPEND declared "${CMAKE_MATCH_1}@@ALEMBICORE_0.1")
endforeach()
compare("the header" "${declared}" "${expected}")
