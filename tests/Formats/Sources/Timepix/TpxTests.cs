using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Ronchi.Contracts;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Sources.Timepix;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Timepix;

/// <summary>Hits of one chip, a little out of order, in frames of equal times.</summary>
public sealed class TpxTimedTests : SourceContract
{
    private readonly TemporaryFolder _folder = new();

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var random = new Random(7);
        var counts = new ushort[9 * 256 * 256];
        var file = new TpxFile();
        file.Hit(0, 0, 0, 5000);
        counts[0]++;
        for (var time = 5100.0; time < 13_600; time += 4)
        {
            var (row, column) = (random.Next(256), random.Next(256));
            var at = (long)time + random.Next(300);
            file.Hit(0, row, column, at);
            counts[((at - 5000) / 1000 * 65536) + (row * 256) + column]++;
        }

        file.Write(_folder.File("a.tpx3"), wordsOfAChunk: 37);
        return (
            SourceOpener.Open(
                _folder.File("a.tpx3"), new() { OfFormats = [new TpxOptions { FrameTime = 1000 * TpxFile.UnitSeconds }] }),
            MemoryMarshal.AsBytes(counts.AsSpan()).ToArray());
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }
}

/// <summary>Four chips, frames that begin with triggers, and counters that begin again.</summary>
public sealed class TpxTriggeredTests : SourceContract
{
    private readonly TemporaryFolder _folder = new();

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        const long Period = 1L << 34;
        var random = new Random(8);
        var counts = new ushort[5 * 512 * 512];
        var file = new TpxFile();
        var start = (3 * Period) - 2500;
        for (var frame = 0; frame < 5; frame++)
        {
            file.Trigger(0xF, start + (1000 * frame));
            file.Trigger(0xA, start + (1000 * frame) + 300);
            for (var i = 0; i < 200; i++)
            {
                var (chip, row, column) = (i < 4 ? i : random.Next(4), random.Next(256), random.Next(256));
                file.Hit(chip, row, column, start + (1000 * frame) + 2 + random.Next(990));
                var (y, x) = chip switch
                {
                    0 => (row, column + 256),
                    1 => (511 - row, 511 - column),
                    2 => (511 - row, 255 - column),
                    _ => (row, column),
                };
                counts[(frame * 512 * 512) + (y * 512) + x]++;
            }
        }

        file.Write(_folder.File("a.tpx3"), wordsOfAChunk: 11);
        return (
            SourceOpener.Open(_folder.File("a.tpx3"), new() { OfFormats = [new TpxOptions { FrameTrigger = TpxTrigger.Tdc1Rise }] }),
            MemoryMarshal.AsBytes(counts.AsSpan()).ToArray());
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }
}

/// <summary>What Timepix3 files need to be told, and faults in them.</summary>
public sealed class TpxTests : IDisposable
{
    private static readonly OpenOptions Timed = new() { OfFormats = [new TpxOptions { FrameTime = 1e-6 }] };
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void EventsWithoutFrames_SayHowToMakeThem()
    {
        Write();
        Assert.Contains(
            "make them with --frame-time SECONDS, or with --frame-trigger",
            Assert.Throws<SourceException>(() => Open(OpenOptions.None)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Open(
            new() { OfFormats = [new TpxOptions { FrameTime = 1, FrameTrigger = TpxTrigger.Tdc2Rise }] }));
    }

    [Fact]
    public void TriggerThatIsNotThere_IsNamed()
    {
        Write();
        Assert.Contains(
            "there is no trigger Tdc2Rise in the file",
            Assert.Throws<SourceException>(() => Open(
                new() { OfFormats = [new TpxOptions { FrameTrigger = TpxTrigger.Tdc2Rise }] })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void HitsBeforeTheFirstTrigger_AreLeftOutAndTold()
    {
        var file = new TpxFile();
        file.Hit(0, 1, 1, 100);
        file.Hit(0, 1, 1, 200);
        file.Trigger(0xE, 300);
        file.Hit(0, 1, 1, 400);
        file.Write(_folder.File("a.tpx3"), 9);
        using var source = Open(new() { OfFormats = [new TpxOptions { FrameTrigger = TpxTrigger.Tdc2Rise }] });
        Assert.Contains("2 hits before the first frame are left out.", source.Info.Notes);
    }

    [Fact]
    public void FileThatIsCut_GivesWhatIsThere()
    {
        Write();
        var bytes = File.ReadAllBytes(_folder.File("a.tpx3"));
        File.WriteAllBytes(_folder.File("a.tpx3"), bytes[..^3]);
        using var source = Open(Timed);
        Assert.Contains(source.Info.Notes, static note => note.StartsWith("the file ends within a chunk", StringComparison.Ordinal));
    }

    [Fact]
    public void DamagedChunk_IsAFaultWithItsPlace()
    {
        Write();
        var bytes = File.ReadAllBytes(_folder.File("a.tpx3"));
        var second = bytes.AsSpan(8).IndexOf("TPX3"u8) + 8;
        bytes[second] = 0;
        File.WriteAllBytes(_folder.File("a.tpx3"), bytes);
        Assert.Equal(second, Assert.Throws<SourceException>(() => Open(Timed)).Offset);
    }

    [Fact]
    public void AbsurdTimes_AreRefused()
    {
        var file = new TpxFile();
        file.Hit(0, 1, 1, 0);
        file.Hit(0, 1, 1, 1L << 33);
        file.Write(_folder.File("a.tpx3"), 9);
        Assert.Contains(
            "make more than 4194304 frames",
            Assert.Throws<SourceException>(() => Open(new() { OfFormats = [new TpxOptions { FrameTime = 1e-9 }] })).Message,
            StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private void Write()
    {
        var file = new TpxFile();
        for (var i = 0; i < 20; i++)
            file.Hit(0, i, 255 - i, 1000 + (400 * i));
        file.Write(_folder.File("a.tpx3"), wordsOfAChunk: 4);
    }

    private IFrameSource Open(OpenOptions options) => SourceOpener.Open(_folder.File("a.tpx3"), options);
}

/// <summary>Writes events as the readout board sends them.</summary>
internal sealed class TpxFile
{
    public const double UnitSeconds = 25e-9 / 16;
    private readonly List<(int Chip, ulong Word)> _words = [];

    /// <summary>A hit.</summary>
    /// <param name="chip">Number of the chip.</param>
    /// <param name="row">Row on it.</param>
    /// <param name="column">Column on it.</param>
    /// <param name="time">In units of 25 ns / 16.</param>
    public void Hit(int chip, int row, int column, long time)
    {
        // The fine time counts backwards from the end of the coarse one.
        var coarse = (time + 15) / 16;
        var fine = (ulong)((coarse * 16) - time);
        var (high, low) = ((ulong)(coarse >> 14) & 0xFFFF, (ulong)coarse & 0x3FFF);
        var address = (ulong)((column / 2 * 512) + (row / 4 * 8) + (column % 2 * 4) + (row % 4));
        _words.Add((chip, (0xBUL << 60) | (address << 44) | (low << 30) | (25UL << 20) | (fine << 16) | high));
    }

    /// <summary>A pulse, whose time has half the resolution.</summary>
    public void Trigger(ulong kind, long time) =>
        _words.Add((0, (6UL << 60) | (kind << 56) | (1UL << 44) | (((ulong)(time / 2) & 0x7_FFFF_FFFF) << 9)));

    /// <summary>Writes the file, with a packet of another kind in each chunk.</summary>
    public void Write(string path, int wordsOfAChunk)
    {
        var bytes = new List<byte>();
        for (var first = 0; first < _words.Count;)
        {
            var chunk = _words.Skip(first).Take(wordsOfAChunk).TakeWhile(word => word.Chip == _words[first].Chip).ToList();
            Add(bytes, 0x33585054UL + ((ulong)_words[first].Chip << 32) + ((ulong)(8 * (chunk.Count + 1)) << 48));
            foreach (var (_, word) in chunk)
                Add(bytes, word);
            Add(bytes, 0x44UL << 56);
            first += chunk.Count;
        }

        File.WriteAllBytes(path, [.. bytes]);
    }

    private static void Add(List<byte> bytes, ulong word)
    {
        Span<byte> eight = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(eight, word);
        bytes.AddRange(eight);
    }
}
