#include "cases.hpp"

#include <fstream>

namespace alembicore::test {

namespace {

constexpr auto imports = R"(
import datetime, decimal, enum, uuid
from alembic import op, context
import sqlalchemy as sa
from sqlalchemy import func
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateSequence, DropSequence
from sqlalchemy.sql import column, quoted_name, table
def upgrade():
)";

} // namespace

std::map<std::string, std::string> read_cases() {
    std::ifstream file{ALEMBICORE_CASES};
    std::map<std::string, std::string> cases;
    std::string name;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("== ")) {
            name = line.substr(3, line.find(" |") == std::string::npos ? std::string::npos : line.find(" |") - 3);
            cases[name] = imports;
        } else if (!name.empty() && !line.starts_with('#'))
            cases[name] += "    " + line + '\n';
    }
    return cases;
}

} // namespace alembicore::test
