using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Video;

/// <summary>Time axes of videos, and what is said of those that are damaged.</summary>
public sealed class VideoTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public VideoTests() => DebianFfmpeg.Require();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TimeAxis_HasTheFrameRate()
    {
        using var source = SourceOpener.Open(Written("a.mp4", "-c:v", "libx264"));
        Assert.Equal(new DataShape(new Extent(20), new Extent(48, 64)), source.Shape);
        Assert.Equal([new("time", 0.1, 0, "s"), new("detector row"), new("detector column")], source.Info.Axes);
        Assert.Contains(source.Info.Notes, static note => note.Contains("stored in color", StringComparison.Ordinal));
    }

    [Fact]
    public void UnequalTimes_AreThoseOfTheFile()
    {
        using var source = SourceOpener.Open(Written(
            "a.mkv", "-vf", "settb=1/1000,setpts=N*N*10", "-enc_time_base", "1:1000", "-fps_mode", "passthrough", "-c:v", "ffv1"));
        var time = source.Info.Axes[0];
        Assert.NotNull(time.Values);
        for (var frame = 0; frame < 20; frame++)
            Assert.Equal(frame * frame * 0.01, time.At(frame), 1e-3);
    }

    [Fact]
    public void FewerFramesThanDeclared_AreToldAndCanBeRead()
    {
        var path = Written("a.avi", "-c:v", "rawvideo", "-pix_fmt", "gray");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..40_000]);
        using (var source = SourceOpener.Open(path))
        {
            var fault = Assert.Throws<SourceException>(() => Read(source, (int)source.Shape.FrameCount));
            Assert.Contains("the video ends after", fault.Message, StringComparison.Ordinal);
            Assert.Contains("--scan-shape", fault.Message, StringComparison.Ordinal);
        }

        using var some = SourceOpener.Open(path, new() { ScanShape = new Extent(8) });
        Read(some, 8);
    }

    [Theory]
    [InlineData("a.mp4", "\0\0\0\u0020ftypisom and nothing else that could be a video")]
    [InlineData("a.avi", "RIFF\u00FF\0\0\0AVI LIST nothing")]
    [InlineData("a.gif", "GIF89a")]
    public void WhatIsNoVideo_IsRefusedInWords(string name, string content)
    {
        File.WriteAllBytes(_folder.File(name), System.Text.Encoding.Latin1.GetBytes(content));
        var fault = Assert.Throws<SourceException>(() => SourceOpener.Open(_folder.File(name)));
        Assert.Contains(_folder.File(name), fault.Message, StringComparison.Ordinal);
    }

    private string Written(string name, params string[] coding)
    {
        DebianFfmpeg.Run(["-f", "lavfi", "-i", "testsrc2=size=64x48:rate=10:duration=2", .. coding, _folder.File(name)]);
        return _folder.File(name);
    }

    private static void Read(IFrameSource source, int frames)
    {
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 4));
        reader.Seek(new(0, frames));
        while (reader.TryRead(out _))
        {
        }
    }
}
