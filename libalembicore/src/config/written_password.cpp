#include "config/written_password.hpp"

namespace alembicore::config {

std::string_view written_password(std::string_view url) noexcept {
    url = url.substr(0, url.find('?'));
    auto const begin = url.find("://");
    auto const end = url.rfind('@');
    if (begin == std::string_view::npos || end == std::string_view::npos || end < begin + 3)
        return {};
    auto const account = url.substr(begin + 3, end - begin - 3);
    auto const colon = account.find(':');
    return colon == std::string_view::npos ? std::string_view{} : account.substr(colon + 1);
}

} // namespace alembicore::config
