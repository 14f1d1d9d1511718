# Flags for our own targets only: linked PRIVATE, so nothing reaches a consumer.

add_library(alembicore_compiler_flags INTERFACE)
target_compile_options(
  alembicore_compiler_flags
  INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Wconversion -Wshadow>
    # When it optimises, g++ 12 sees overlapping copies in std::string's own operator+ where there are none (GCC bug 105651),
    # strings that are not initialised in aggregates whose members it moves, and copies of any length where texts are joined.
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict;-Wno-maybe-uninitialized>
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>,$<CONFIG:Release>>:-Wno-stringop-overflow>
    $<$<BOOL:${ALEMBICORE_WERROR}>:-Werror>
)

if(ALEMBICORE_SANITIZE)
  list(JOIN ALEMBICORE_SANITIZE "," sanitizers)
  target_compile_options(
    alembicore_compiler_flags
    INTERFACE -fsanitize=${sanitizers} -fno-omit-frame-pointer -fno-sanitize-recover=all
  )
  # Every program, with our flags or without: a sanitizer has to be loaded before the shared library that needs it.
  add_link_options(-fsanitize=${sanitizers})
endif()

if(ALEMBICORE_BUILD_FUZZERS)
  target_compile_options(alembicore_compiler_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

if(ALEMBICORE_COVERAGE)
  target_compile_options(alembicore_compiler_flags INTERFACE --coverage)
  target_link_options(alembicore_compiler_flags INTERFACE --coverage)
endif()
