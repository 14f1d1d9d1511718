#include "counted.hpp"

namespace alembicore::cli {

std::string counted(std::size_t number, std::string_view thing) {
    return std::to_string(number) + ' ' + std::string{thing} + (number == 1 ? "" : "s");
}

} // namespace alembicore::cli
