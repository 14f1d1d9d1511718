#include "access/secret.hpp"

#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>

namespace alembicore::server::access {

std::string make_secret() {
    boost::uuids::random_generator make;
    return to_string(make()) + to_string(make());
}

} // namespace alembicore::server::access
