// The command line's doctor, asked by the window. /bin/echo stands for it.
#include "app/explorer/features/doctor/doctor_controller.h"

#include <gtest/gtest.h>

#include <thread>

#include "tests/explorer/state_folder.h"

namespace progan {
namespace {

class DoctorTest : public ::testing::Test {
  protected:
    DoctorTest() { state.data_dir = folder.path; }
    void tick_until_done(DoctorController& doctor) const {
        for (Time now; state.doctor.running; now += Seconds{1}) {
            EXPECT_TRUE(doctor.next_tick());
            doctor.tick(now);
            std::this_thread::yield();
        }
    }
    test::StateFolder folder{"doctor"};
    AppState state;
};

TEST_F(DoctorTest, WhatItPrintsIsShown) {
    DoctorController doctor(state, "/bin/echo");
    doctor.ask();
    EXPECT_TRUE(state.doctor.show);
    EXPECT_TRUE(state.doctor.running);
    tick_until_done(doctor);
    EXPECT_EQ(state.doctor.text, "doctor --quick --data-dir " + folder.path.string() + "\n");
    EXPECT_EQ(state.doctor.problem, "");
    EXPECT_FALSE(doctor.next_tick());

    state.doctor.text = "old";
    doctor.ask();
    EXPECT_EQ(state.doctor.text, "");
    tick_until_done(doctor);
    EXPECT_NE(state.doctor.text, "");
}

TEST_F(DoctorTest, AProgramThatIsMissingIsNamed) {
    DoctorController doctor(state, "/nowhere/progan");
    doctor.ask();
    EXPECT_TRUE(state.doctor.show);
    EXPECT_FALSE(state.doctor.running);
    EXPECT_NE(state.doctor.problem.find("/nowhere/progan"), std::string::npos);
}

}  // namespace
}  // namespace progan
