#include "journal/here.hpp"

#include "base/utc_time.hpp"

#include <array>
#include <chrono>

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
    auto const micro = duration_cast<microseconds>(moment - floor<seconds>(moment)).count();
    auto const six_digits = std::to_string(1'000'000 + micro).substr(1);
    return base::utc_text(moment) + "." + six_digits + "Z";
}

} // namespace alembicore::journal
