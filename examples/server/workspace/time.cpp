#include "workspace/time.hpp"

#include <array>
#include <cstdio>
#include <ctime>

namespace alembicore::server {

std::string to_text(std::chrono::system_clock::time_point when) {
    auto const seconds = std::chrono::floor<std::chrono::seconds>(when);
    auto const millis = std::chrono::duration_cast<std::chrono::milliseconds>(when - seconds).count();
    std::time_t const time = std::chrono::system_clock::to_time_t(seconds);
    std::tm parts{};
    ::gmtime_r(&time, &parts);
    std::array<char, 32> date{};
    auto const length = std::strftime(date.data(), date.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    std::array<char, 8> fraction{};
    std::snprintf(fraction.data(), fraction.size(), ".%03dZ", static_cast<int>(millis));
    return std::string{date.data(), length} + fraction.data();
}

} // namespace alembicore::server
