using Ronchi.Frames;
using Xunit;

namespace Ronchi.Tests.Frames;

public sealed class SourceInfoTests
{
    [Theory]
    [InlineData("high_tension", "300000", 300.0)]
    [InlineData("incident_energy", "2e5", 200.0)]
    [InlineData("incident_energy", "8048.5", 8.0485)]
    [InlineData("high_tension", "0", null)]
    [InlineData("high_tension", "300 kV", null)]
    [InlineData("high_tension", "NaN", null)]
    [InlineData("count_time", "300000", null)]
    public void TheVoltage_IsWhatTheFactsSay(string name, string value, double? kilovolts) =>
        Assert.Equal(kilovolts, new SourceInfo("computed", "computed") { Facts = [new("detector_name", "x"), new(name, value)] }.Kilovolts);
}
