#include "journal/here.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>

#include <pwd.h>
#include <unistd.h>

namespace alembicore::journal {

std::string os_user() {
    std::array<char, 4096> room{};
    passwd entry{};
    passwd* found = nullptr;
    auto const id = ::geteuid();
    if (::getpwuid_r(id, &entry, room.data(), room.size(), &found) == 0 && found != nullptr)
        return found->pw_name;
    return "uid " + std::to_string(id); // as in a container without a passwd file
}

std::string host_name() {
    std::array<char, 256> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

std::string now() {
    using namespace std::chrono;
    auto const moment = system_clock::now();
    auto const seconds_part = floor<seconds>(moment);
    std::time_t const whole = system_clock::to_time_t(seconds_part);
    std::tm parts{};
    ::gmtime_r(&whole, &parts);
    std::array<char, 32> text{};
    auto const length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    auto const micro = duration_cast<microseconds>(moment - seconds_part).count();
    std::array<char, 16> fraction{};
    std::snprintf(fraction.data(), fraction.size(), ".%06ldZ", static_cast<long>(micro));
    return std::string{text.data(), length} + fraction.data();
}

} // namespace alembicore::journal
