#include "base/utc_time.hpp"

#include <array>
#include <ctime>

namespace alembicore::base {

std::string utc_text(std::chrono::system_clock::time_point when) {
    auto const whole = std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(when));
    std::tm parts{};
    ::gmtime_r(&whole, &parts);
    std::array<char, 32> text{};
    auto const length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    return {text.data(), length};
}

} // namespace alembicore::base
