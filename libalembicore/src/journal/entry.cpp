#include "journal/entry.hpp"

#include "base/digest.hpp"
#include "base/hexadecimal.hpp"

namespace alembicore::journal {

std::string sha256(std::string_view content) {
    return base::hexadecimal(base::digest_of(base::hash_algorithm::sha256, content));
}

std::string hash_of(entry const& of, std::string_view previous) {
    std::string text{previous};
    for (auto const& part : {std::to_string(of.number), std::to_string(of.run), of.kind})
        text.append("\n").append(part);
    return sha256(text.append("\n").append(of.content));
}

} // namespace alembicore::journal
