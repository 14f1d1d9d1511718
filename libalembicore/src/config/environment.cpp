// The environment of the process, as a value.
#include <alembicore/settings.hpp>

#include <string_view>

#include <unistd.h>

namespace alembicore {

std::map<std::string, std::string> process_environment() {
    std::map<std::string, std::string> result;
    for (char const* const* entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        std::string_view const text{*entry};
        if (auto const equals = text.find('='); equals != std::string_view::npos)
            result.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return result;
}

} // namespace alembicore
