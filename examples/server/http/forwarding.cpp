#include "http/forwarding.hpp"

#include <alembicore/error.hpp>

#include <boost/asio/ip/address.hpp>

#include <charconv>

namespace alembicore::server::http {

namespace {

std::string_view trimmed(std::string_view text) noexcept {
    auto const begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/// The item behind the last comma, which is taken off the list.
std::string_view take_last(std::string_view& list) noexcept {
    auto const comma = list.rfind(',');
    auto const last = comma == std::string_view::npos ? list : list.substr(comma + 1);
    list = comma == std::string_view::npos ? std::string_view{} : list.substr(0, comma);
    return trimmed(last);
}

/// Empty where it is no address. A mapped one is that of version 4.
std::vector<unsigned char> bytes_of(std::string_view text) {
    boost::system::error_code no_address;
    auto const address = boost::asio::ip::make_address(std::string{text}, no_address);
    if (no_address)
        return {};
    if (address.is_v4() || address.to_v6().is_v4_mapped()) {
        auto const four = address.is_v4()
                              ? address.to_v4()
                              : boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6());
        auto const bytes = four.to_bytes();
        return {bytes.begin(), bytes.end()};
    }
    auto const bytes = address.to_v6().to_bytes();
    return {bytes.begin(), bytes.end()};
}

} // namespace

forwarding::forwarding(std::vector<std::string> const& networks) {
    for (auto const& text : networks) {
        auto const slash = text.find('/');
        network read{.bytes = bytes_of(text.substr(0, slash)), .bits = 0};
        read.bits = read.bytes.size() * 8;
        bool proper = !read.bytes.empty();
        if (slash != std::string::npos) {
            auto const* const end = text.data() + text.size();
            std::size_t bits = 0;
            auto const [at, failed] = std::from_chars(text.data() + slash + 1, end, bits);
            proper = proper && failed == std::errc{} && at == end && bits <= read.bits;
            read.bits = bits;
        }
        if (!proper)
            throw error{
                errc::bad_usage,
                "'" + text + "' is no address of a proxy",
                "give an IP address, or a network such as 10.0.0.0/8"};
        networks_.push_back(std::move(read));
    }
}

bool forwarding::contains(network const& which, std::vector<unsigned char> const& bytes) noexcept {
    if (which.bytes.size() != bytes.size())
        return false;
    for (std::size_t i = 0; i < which.bits; ++i) {
        auto const mask = 0x80U >> (i % 8);
        if ((which.bytes[i / 8] & mask) != (bytes[i / 8] & mask))
            return false;
    }
    return true;
}

bool forwarding::trusts(std::string_view address) const {
    auto const bytes = bytes_of(address);
    for (auto const& each : networks_)
        if (!bytes.empty() && contains(each, bytes))
            return true;
    return false;
}

void forwarding::apply(request& asked) const {
    if (networks_.empty() || !trusts(asked.client))
        return;
    auto list = asked.field("X-Forwarded-For");
    while (!list.empty() && trusts(asked.client)) {
        auto const before = take_last(list);
        if (bytes_of(before).empty())
            break; // the proxy that is known last stands for what it cannot name
        asked.client = std::string{before};
    }
    asked.secure = asked.secure || asked.field("X-Forwarded-Proto") == "https";
    if (auto const host = asked.field("X-Forwarded-Host"); !host.empty())
        asked.fields.insert_or_assign("Host", std::string{host});
}

} // namespace alembicore::server::http
