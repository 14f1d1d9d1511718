// Which SQLAlchemy writes the text that a script is compared with.
#pragma once

namespace alembicore {

/// The SQLAlchemy whose text a script is to be equal with.
enum class sqlalchemy_generation {
    v1_4, ///< no literals of dates and arrays; UUIDs are cast
    v2_0, ///< doubles backslashes in literals, as 1.4 does
    v2_1,
};

} // namespace alembicore
