using System.Globalization;
using Ronchi.Analyses.Statistics;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Store;
using Xunit;

namespace Ronchi.Tests.Sources.NeXus;

/// <summary>Every way to the pixels gives what h5py reads.</summary>
public sealed class H5pyFramesTests(H5pyFrames files) : IClassFixture<H5pyFrames>
{
    [Theory]
    [InlineData("fill", 150)]
    [InlineData("type", 27)]
    [InlineData("dectris", 1)]
    [InlineData("filter", 51)]
    [InlineData("virtual", 10)]
    public async Task Frames_AreWhatH5pyReads(string kind, int atLeast)
    {
        var count = 0;
        foreach (var name in files.Names(kind))
        {
            var values = await File.ReadAllBytesAsync(files.File(name + ".raw"), TestContext.Current.CancellationToken);
            foreach (var memory in (long?[])[null, 1])
            {
                using var source = SourceOpener.Open(files.File(name + ".h5"), new OpenOptions { MemoryBytes = memory });
                Assert.Equal(kind == "dectris" ? "DECTRIS HDF5" : "HDF5", source.Info.Format);
                CheckForms(source, values, name);
            }

            var stored = SourceOpener.Open(files.File(name + ".h5"));
            if (stored is not ICompressedSource { CompressedBytes: > 0 } compressed)
            {
                stored.Dispose();
                continue;
            }

            using var held = await CompressedScan.LoadAsync(compressed, cancellationToken: TestContext.Current.CancellationToken);
            CheckForms(held, values, name + ", held compressed");
            count++;
        }

        Assert.True(files.Names(kind).Count() >= atLeast, $"{files.Names(kind).Count()} files");
        Assert.True(count > 0 || kind is not ("fill" or "dectris"), "no file was held compressed");
    }

    [Theory]
    [InlineData("virtual-missing", "the virtual dataset '/d' leads to 'gone.h5', which does not exist (looked for ")]
    [InlineData("virtual-counted", "'/d' is assembled of parts without a fixed number, which is not supported: open the files")]
    [InlineData("virtual-nested", "which is virtual itself; this is not supported")]
    [InlineData("virtual-other", "'/d' is f32 and assembled of 'all' in ")]
    [InlineData("complex", "'/d' holds complex numbers (compound {r: f32, i: f32}), which are not supported: choose a part with "
        + "--dataset PATH/r or PATH/i")]
    [InlineData("compound", "'/d' holds compound {a: u16, b: f32}, which is not a number: choose a member with --dataset PATH/MEMBER.")]
    [InlineData("blosc2", "'/d' is filtered with blosc2 (32026), which is not supported: h5repack -f NONE makes a copy without it")]
    [InlineData("sz", "'/d' is filtered with sz (32017), which is not supported")]
    [InlineData("zfp", "'/d' is filtered with zfp (32013), which is not supported")]
    [InlineData("text", "'/d' holds text(5), which is not a number")]
    [InlineData("empty", "'/d' of shape 0×4×5×6 holds no frames")]
    [InlineData("szip", "'/d' is filtered with szip (4), which is not supported: h5repack -f NONE makes a copy without it")]
    [InlineData("raw", "'/d' keeps its elements in external raw files")]
    [InlineData("bfloat", "mantissa bits, which is not a number")]
    public void WhatCannotBeRead_IsRefusedWhenOpened(string name, string reason)
    {
        var fault = Assert.Throws<SourceException>(
            () => SourceOpener.Open(files.File($"refused-{name}.h5"), new() { OfFormats = [new DatasetOptions { Dataset = "/d" }] }));
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("frame", "a")]
    [InlineData("block", "a")]
    [InlineData("flat", "a")]
    [InlineData("frame", "in/r")]
    [InlineData("block", "in/i")]
    public void MemberOfRecords_IsRead(string chunk, string member)
    {
        var values = File.ReadAllBytes(files.File($"records-{member.Replace('/', '.')}.bin"));
        using var source = SourceOpener.Open(
            files.File($"records-{chunk}.h5"), new() { OfFormats = [new DatasetOptions { Dataset = "/d/" + member }] });
        CheckForms(source, values, chunk);
    }

    [Theory]
    [InlineData(
        "/d/b",
        "'/d' holds compound {a: u16 (big-endian), in: compound {r: f32, i: f64}, text: text(3)}, which has no member 'b'.")]
    [InlineData("/d/text", "'text' of '/d' is text(3), which is not a number.")]
    [InlineData("/d/in", "'in' of '/d' is compound {r: f32, i: f64}, which is not a number.")]
    [InlineData("/x/a", "there is no dataset '/x/a'")]
    public void MemberThatIsNoNumber_IsRefused(string name, string reason) => Assert.Contains(
        reason,
        Assert.Throws<SourceException>(() => SourceOpener.Open(
            files.File("records-frame.h5"), new() { OfFormats = [new DatasetOptions { Dataset = name }] })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void FilesOfAVirtualDataset_AreAmongThoseThatAreRead()
    {
        using var source = SourceOpener.Open(files.File("virtual-stack.h5"));
        Assert.Equal(8, source.Info.Files.Length);
        Assert.Contains(files.File("part3.h5"), source.Info.Files);
    }

    [Fact]
    public void StoredBytes_AreThoseThatH5pyTells()
    {
        var lines = File.ReadAllLines(files.File("sizes.txt"));
        foreach (var line in lines)
        {
            var words = line.Split(' ');
            using var source = SourceOpener.Open(files.File("sizes.h5"), new() { OfFormats = [new DatasetOptions { Dataset = words[0] }] });
            Assert.Equal(long.Parse(words[1], CultureInfo.InvariantCulture), source.Info.StoredBytes);
        }

        Assert.Equal(28, lines.Length);
    }

    [Fact]
    public void SumOfStoredValues_IsNaN_WhereOneIs()
    {
        using var source = SourceOpener.Open(files.File("fill-contiguous-3.h5"));
        var statistics = StoredStatistics.Of(source, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((double.NaN, source.Shape.Full.Count), (statistics.Sum.Value, statistics.NanCount));
    }

    private static void CheckForms(IFrameSource source, byte[] values, string name)
    {
        var frameBytes = (int)source.Shape.FrameElements * source.ElementType.Size();
        Assert.Equal(values.Length, source.Shape.FrameCount * frameBytes);
        foreach (var form in source.Forms)
        {
            foreach (var maxFrames in (int[])[1, 5, 1000])
            {
                using var reader = source.OpenReader(new(form, Support: null, maxFrames));
                reader.Seek(new(0, (int)source.Shape.FrameCount));
                var next = 0L;
                while (reader.TryRead(out var tile))
                {
                    var pixels = tile.As(TileForm.Pixels).Pixels<byte>();
                    Assert.True(
                        values.AsSpan((int)tile.Frames.Start * frameBytes, tile.Frames.Count * frameBytes).SequenceEqual(pixels),
                        $"{name}: {form} of frames {tile.Frames}");
                    next = tile.Frames.End;
                }

                Assert.Equal(source.Shape.FrameCount, next);
            }
        }
    }
}
