#include "postgres/cluster_settings.hpp"

#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::postgres {

BOOST_AUTO_TEST_SUITE(cluster_settings)

BOOST_AUTO_TEST_CASE(a_quote_in_the_path_does_not_end_the_setting) {
    auto const text = render_settings(cluster_folder{"/o'hara"}, 5433, durability::full);
    BOOST_TEST(text.find("unix_socket_directories = '/o''hara/socket'\n") != std::string::npos);
    BOOST_TEST(text.find("port = 5433\n") != std::string::npos);
    BOOST_TEST(text.find("listen_addresses = '127.0.0.1'\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(only_test_clusters_go_without_fsync) {
    cluster_folder const folder{"/c"};
    BOOST_TEST(render_settings(folder, 1, durability::full).find("fsync") == std::string::npos);
    BOOST_TEST(render_settings(folder, 1, durability::none).find("fsync = off\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_port_of_the_last_start_is_kept_while_it_is_free) {
    test::temporary_folder const place;
    cluster_folder const folder{place.path()};
    int const free = choose_port(folder);
    place.write("data/alembicore.conf", render_settings(folder, free, durability::full));
    BOOST_TEST(choose_port(folder) == free);
    place.write("data/alembicore.conf", "port = nonsense\n");
    BOOST_TEST(choose_port(folder) > 0);
}

BOOST_AUTO_TEST_CASE(passwords_differ) {
    BOOST_TEST(random_password().size() == 32U);
    BOOST_TEST(random_password() != random_password());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::postgres
