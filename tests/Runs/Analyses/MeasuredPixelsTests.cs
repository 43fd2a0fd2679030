using Ronchi.Engine;
using Ronchi.Frames;
using Xunit;
using static Ronchi.Tests.Analyses.AnalysisRuns;

namespace Ronchi.Tests.Analyses;

/// <summary>Pixels and positions without a measurement are told from true zeros, in every result.</summary>
public sealed class MeasuredPixelsTests
{
    private const int Masked = 9, Dead = 17, SometimesDead = 20;

    public static TheoryData<string, ElementType> Cases()
    {
        var cases = new TheoryData<string, ElementType>();
        foreach (var name in Names.Where(static name => name != "record"))
        {
            cases.Add(name, ElementType.U16);
            cases.Add(name, ElementType.F32);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task MaskedAndDeadPixels_AreNoZeros(string name, ElementType type)
    {
        using var source = Source(
            WithDeadPixels(type), type, new Validity { MaximumIsNoData = true, MaskedPixels = PixelSet.Of(Pixels, [Masked]) });
        foreach (var result in (await RunAsync(name, source))
            .Where(static result => result.Use == BufferUse.Result && result.Kind == ResultKind.Detector))
        {
            // Frequencies are no pixels; a frame is given as it is stored.
            if (name == "fft-sum")
                continue;
            var values = result.ToDoubles();
            for (var pixel = 0; pixel < Pixels; pixel++)
            {
                var isMissing = pixel is Masked or Dead;
                var what = $"{name}, {result.Name} at {pixel}: {values[pixel]}";
                if (result.ElementType.IsFloat())
                    Assert.True(double.IsNaN(values[pixel]) == isMissing, what);
                else
                    Assert.True(
                        result.IsMeasured(pixel) == !isMissing && (!isMissing || values[pixel] == 0 || name == "signal-monitor"), what);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task PositionsThatWereNotRecorded_AreNoZeros(string name, ElementType type)
    {
        var isFit = name is not ("com-guess" or "icom" or "idpc");
        using var source = Source(Values(), type, new Validity { FirstRecorded = isFit ? 2 : 0, RecordedFrames = 20 });
        foreach (var result in (await RunAsync(name, source))
            .Where(static result => result.Use == BufferUse.Result && result.Kind == ResultKind.Scan))
        {
            var values = Numbers(result);
            var width = values.Length / FrameCount;
            for (var at = 0; at < values.Length; at++)
            {
                var frame = at / width;
                var isMissing = frame >= 20 || (isFit && frame < 2);
                Assert.Equal(!isMissing, result.IsMeasured(frame));
                if (isMissing && (result.ElementType.IsFloat() || result.ElementType.IsComplex()))
                    Assert.True(double.IsNaN(values[at]), $"{name}, {result.Name} at {at}: {values[at]}");
            }
        }
    }

    [Theory]
    [InlineData(ElementType.U16)]
    [InlineData(ElementType.F64)]
    public async Task ScanOfWhichNothingWasRecorded_HasNoMeasurement(ElementType type)
    {
        using var source = Source(Values(), type, new Validity { RecordedFrames = 0 });
        foreach (var name in (string[])["sum", "max", "min", "stddev", "median", "log-sum", "sum-sig", "frame-statistics", "pca"])
        {
            foreach (var result in (await RunAsync(name, source))
                .Where(static result => result.Use == BufferUse.Result && result.Kind != ResultKind.Single))
            {
                Assert.All(result.Valid!, static isMeasured => Assert.False(isMeasured));
                Assert.True(!result.ElementType.IsFloat() || result.ToDoubles().All(double.IsNaN), $"{name}, {result.Name}");
            }
        }
    }

    private static double[] WithDeadPixels(ElementType type)
    {
        var values = Values();
        double none = type == ElementType.U16 ? ushort.MaxValue : float.MaxValue;
        for (var frame = 0; frame < FrameCount; frame++)
        {
            values[(frame * Pixels) + Masked] = frame % 2 == 0 ? none : 7;
            values[(frame * Pixels) + Dead] = none;
            values[(frame * Pixels) + SometimesDead] = frame is 0 or 11 ? none : values[(frame * Pixels) + SometimesDead];
        }

        return values;
    }
}
