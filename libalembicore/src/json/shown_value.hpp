// Values of rows as JSON.
#pragma once

#include "base/file.hpp"
#include "base/hexadecimal.hpp"
#include "json/describe_value.hpp"

#include <alembicore/data.hpp>

namespace alembicore::json {

/// A text; where it is no UTF-8, which a database without an encoding allows, the bytes in hexadecimal.
inline boost::json::value shown_value(data::value const& shown) {
    if (shown && base::find_invalid_utf8(*shown) != std::string::npos)
        return boost::json::object{{"bytes", base::hexadecimal(*shown)}};
    return describe_value(shown);
}

} // namespace alembicore::json
