#include "data/cursor.hpp"

#include "base/digest.hpp"
#include "base/hexadecimal.hpp"

#include <boost/algorithm/hex.hpp>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <iterator>
#include <random>

namespace alembicore::data {

namespace {

constexpr std::size_t signature_size = 32;

error forged() {
    return error{
        errc::bad_usage,
        "this cursor was not made here, or for another table, sort or filter",
        "begin again with the first page"};
}

std::string signature_of(std::string const& content, std::string const& of, std::string const& secret) {
    return base::hmac_of(base::hash_algorithm::sha256, secret, of + '\0' + content);
}

/// In a time that does not tell how much of it is right.
bool same(std::string const& left, std::string const& right) {
    unsigned difference = left.size() == right.size() ? 0 : 1;
    for (std::size_t i = 0; i < left.size() && i < right.size(); ++i)
        difference |= static_cast<unsigned char>(left[i] ^ right[i]);
    return difference == 0;
}

std::string bytes_of(std::string const& digits) {
    std::string bytes;
    try {
        boost::algorithm::unhex(digits, std::back_inserter(bytes));
    } catch (boost::algorithm::hex_decode_error const&) {
        throw forged();
    }
    return bytes;
}

} // namespace

std::string write_cursor(std::string const& of, std::vector<value> const& position, std::string const& secret) {
    boost::json::array values;
    for (auto const& each : position)
        values.push_back(each ? boost::json::value(*each) : boost::json::value());
    auto const content = boost::json::serialize(values);
    return base::hexadecimal(signature_of(content, of, secret) + content);
}

std::vector<value> read_cursor(std::string const& cursor, std::string const& of, std::string const& secret) {
    auto const bytes = bytes_of(cursor);
    if (bytes.size() < signature_size)
        throw forged();
    auto const content = bytes.substr(signature_size);
    if (!same(bytes.substr(0, signature_size), signature_of(content, of, secret)))
        throw forged();
    std::vector<value> position;
    auto const parsed = boost::json::parse(content);
    for (auto const& each : parsed.as_array())
        position.push_back(each.is_null() ? value{} : value{std::string{each.as_string()}});
    return position;
}

std::string new_secret() {
    std::random_device source;
    std::string bytes;
    while (bytes.size() < signature_size)
        bytes += static_cast<char>(source());
    return bytes;
}

} // namespace alembicore::data
