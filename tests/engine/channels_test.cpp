// Channels by way of the engine: maps that are asked for, edits of a request, and a survey.
#include <gtest/gtest.h>

#include "core/engine/channel_survey_job.h"
#include "core/engine/engine.h"
#include "tests/engine/engine_fixture.h"

namespace progan {
namespace {

using test::face;

class ChannelsTest : public test::EngineFixture {};

TEST_F(ChannelsTest, MapsComeForTheFaceThatAsked) {
    start();
    RenderRequest request;
    request.add({5, 5}, {{0, 0, 0.5f}});
    const std::uint64_t id = engine_->submit(Purpose::channels, request);
    const auto ready = wait_for<ChannelsReady>();
    EXPECT_EQ(ready.request_id, id);
    EXPECT_EQ(ready.epoch, epoch_);
    ASSERT_TRUE(ready.maps);
    EXPECT_EQ(ready.maps->side, 4);
    EXPECT_EQ(ready.maps->map(0)[0], 0);
    EXPECT_EQ(ready.maps->map(0)[15], 2.5f);
    EXPECT_EQ(ready.maps->ranges.at(0).high, 2.5f);
    EXPECT_EQ(ready.maps->norm_high, 15);
}

TEST_F(ChannelsTest, EditsAreOfTheirOwnFaceAlone) {
    start();
    RenderRequest request;
    request.add({100, 100}, {});
    request.add({100, 100}, {{0, 0, 0.5f}});
    request.add({100, 100}, {});
    EXPECT_EQ(request.edits.size(), 3u);
    engine_->submit(Purpose::thumbnails, request);
    EXPECT_EQ(wait_for<FaceReady>().image.rgb[0], 100);
    EXPECT_EQ(wait_for<FaceReady>().image.rgb[0], 50);
    EXPECT_EQ(wait_for<FaceReady>().image.rgb[0], 100);
    RenderRequest plain;
    plain.add({100, 100}, {});
    EXPECT_EQ(plain, face(100)) << "no edits are no difference";
}

TEST_F(ChannelsTest, ADeviceWithoutFeaturesFailsWithASentence) {
    start("cuda:0");
    for (const Event& event : log_) {
        const auto* ready = std::get_if<ModelReady>(&event);
        EXPECT_TRUE(!ready || !ready->shows_features);
    }
    RenderRequest request;
    request.add({5, 5}, {{0, 0, 0.5f}});
    for (const Purpose purpose : {Purpose::channels, Purpose::main_view}) {
        const std::uint64_t id = engine_->submit(purpose, request);
        const auto failure = wait_for<Failure>();
        EXPECT_EQ(failure.id, id);
        EXPECT_EQ(failure.purpose, purpose);
        EXPECT_EQ(failure.message,
                  "This device cannot show or change channels: choose the CPU as the device.");
    }
}

TEST_F(ChannelsTest, ASurveyLooksAtAsManyFacesAsWereAskedFor) {
    start();
    std::optional<ChannelSurvey> survey;
    const Ticket ticket = engine_->start_job(
        [](std::shared_ptr<Generator> generator) {
            return make_channel_survey_job(std::move(generator), 0, 7);
        },
        {.done = [&](Result<ChannelSurvey> made) { survey = *made; }});
    poll_until([&] { return survey.has_value(); });
    EXPECT_EQ(survey->faces, 7);
    EXPECT_EQ(survey->never_acting(), 0);
    EXPECT_GT(survey->channels.at(0).change, 0);
}

}  // namespace
}  // namespace progan
