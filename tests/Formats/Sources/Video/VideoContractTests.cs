using System.Collections.Concurrent;
using Ronchi.Contracts;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Video;

/// <summary>Videos of several kinds keep the contract of sources, and each frame is found by itself.</summary>
public abstract class VideoContractTests(string name, string pixels, int detectorAxes, params string[] coding) : SourceContract
{
    private const int Frames = 30;

    // Of each kind what was written, once.
    private static readonly ConcurrentDictionary<string, (byte[] File, byte[] Values)> Written = new(StringComparer.Ordinal);

    private readonly TemporaryFolder _folder = new();

    private OpenOptions Options => new() { DetectorAxes = detectorAxes == 2 ? null : detectorAxes };

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        DebianFfmpeg.Require();
        var (file, values) = Written.GetOrAdd($"{name} {pixels} {string.Join(' ', coding)}", _ => Write());
        File.WriteAllBytes(_folder.File(name), file);
        return (SourceOpener.Open(_folder.File(name), Options), values);
    }

    // A picture that moves: every frame is another.
    private (byte[] File, byte[] Values) Write()
    {
        using var folder = new TemporaryFolder();
        var (file, values) = (folder.File(name), folder.File("values"));
        DebianFfmpeg.Run(["-f", "lavfi", "-i", $"testsrc2=size=64x48:rate=25:duration={Frames / 25.0}", .. coding, file]);
        DebianFfmpeg.Run("-i", file, "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", pixels, values);
        return (File.ReadAllBytes(file), File.ReadAllBytes(values));
    }

    [Fact]
    public void EachFrame_IsFoundWithoutThoseBefore()
    {
        var (all, values) = Open();
        using var _ = all;
        var frameBytes = (int)all.Shape.FrameElements * all.ElementType.Size();
        Assert.Equal(new Extent(values.Length / frameBytes), all.Shape.Scan);
        foreach (var frame in new[] { 1, 7, 8, 13, Frames - 1 })
        {
            using var source = SourceOpener.Open(_folder.File(name), Options);
            using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 1));
            reader.Seek(new(frame, 1));
            Assert.True(reader.TryRead(out var tile));
            Assert.True(tile.Pixels<byte>().SequenceEqual(values.AsSpan(frame * frameBytes, frameBytes)), $"frame {frame}");
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }
}

/// <summary>Each frame by itself, uncompressed greys.</summary>
public sealed class RawAviTests() : VideoContractTests("a.avi", "gray", 2, "-c:v", "rawvideo", "-pix_fmt", "gray");

/// <summary>Frames that depend on others before and behind them.</summary>
public sealed class H264Tests() : VideoContractTests("a.mp4", "gray", 2, "-c:v", "libx264", "-g", "12", "-bf", "3", "-pix_fmt", "yuv420p");

/// <summary>Colours.</summary>
public sealed class ColorVideoTests() : VideoContractTests("a.mov", "rgb24", 3, "-c:v", "mjpeg");

/// <summary>Greys of 16 bits in a file that does not count its frames.</summary>
public sealed class DeepMatroskaTests() : VideoContractTests("a.mkv", "gray16le", 2, "-c:v", "ffv1", "-pix_fmt", "gray16le");

/// <summary>Frames at unequal times.</summary>
public sealed class UnevenVideoTests() : VideoContractTests(
    "a.mkv", "gray", 2,
    "-vf", "settb=1/1000,setpts=N*N*10", "-enc_time_base", "1:1000", "-fps_mode", "passthrough", "-c:v", "libx264", "-g", "10");

/// <summary>Pictures that move.</summary>
public sealed class GifTests() : VideoContractTests("a.gif", "gray", 2);
