// alembicore: Alembic's command line on PostgreSQL, without Python.
#include "run.hpp"

#include <iostream>

int main(int argc, char** argv) {
    std::ios::sync_with_stdio(false);
    return alembicore::cli::run({argv + 1, argv + argc}, std::cout, std::cerr);
}
