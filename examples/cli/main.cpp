// alembicore: Alembic's command line on PostgreSQL, without Python.
#include "run.hpp"

#include <cstdlib>
#include <iostream>

int main(int argc, char** argv) {
    std::ios::sync_with_stdio(false);
    auto const code = alembicore::cli::run({argv + 1, argv + argc}, std::cout, std::cerr);
#ifdef NDEBUG
    // To unload libpq and the twenty libraries that it brings takes as long as a small command.
    std::cout.flush();
    std::cerr.flush();
    std::_Exit(code);
#endif
    return code;
}
