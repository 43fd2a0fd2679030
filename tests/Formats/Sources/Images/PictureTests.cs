using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Images;

/// <summary>Pictures alone and in folders, what is said of those that are damaged, and pictures that the library decodes.</summary>
public sealed class PictureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PictureTests() => DebianPython.Require("numpy", "PIL");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folder_IsASeriesInTheOrderOfItsNumbers()
    {
        Python("for i in (1, 2, 10): Image.fromarray(np.full((2, 3), i, 'u1')).save(f'img{i}.png')");
        using var source = SourceOpener.Open(_folder.Path);
        Assert.Equal(new DataShape(new Extent(3), new Extent(2, 3)), source.Shape);
        Assert.Equal([1, 2, 10], [.. Enumerable.Range(0, 3).Select(frame => (int)Frame(source, frame)[0])]);
        Assert.Contains("a series of 3 frames, from img1.png to img10.png", source.Info.Notes);
    }

    [Fact]
    public void FolderOfSeveralSizes_NamesThoseThatDoNotFit()
    {
        Python("""
            for i in range(3): Image.fromarray(np.full((2, 3), i, 'u1')).save(f'img{i}.png')
            Image.fromarray(np.full((2, 4), 9, 'u1')).save('img1.png')
            """);
        var refusal = Refusal(_folder.Path);
        Assert.Contains("img1.png: single scan, 2×4 detector instead of single scan, 2×3 detector", refusal, StringComparison.Ordinal);
        Assert.Contains("Leave them out with --leave-out", refusal, StringComparison.Ordinal);
        File.WriteAllBytes(_folder.File("img7.png"), File.ReadAllBytes(_folder.File("img0.png"))[..20]);
        using var source = SourceOpener.Open(_folder.Path, new() { LeavesOutMisfits = true });
        Assert.Equal(new Extent(2), source.Shape.Scan);
        Assert.Contains(source.Info.Notes, static note => note.StartsWith("left out ", StringComparison.Ordinal)
            && note.Contains("img7.png", StringComparison.Ordinal));
    }

    [Fact]
    public void ColorsBehindGreys_AreRefusedAndReadWhenAskedFor()
    {
        Python("""
            a = np.zeros((200, 40, 3), 'u1'); a[199, 39] = 1, 2, 3; Image.fromarray(a).save('a.png')
            """);
        var path = _folder.File("a.png");
        Assert.Contains("the first pixels are greys, but colors come behind", Refusal(path), StringComparison.Ordinal);
        using var source = SourceOpener.Open(path, new() { DetectorAxes = 3 });
        Assert.Equal(new Extent(200, 40, 3), source.Shape.Detector);
        Assert.Equal([1, 2, 3], Frame(source, 0)[^3..]);
        Python("Image.fromarray(np.zeros((2, 3), 'u1')).save('grey.png')");
        Assert.Contains("has 2 axes (2×3)", Assert.Throws<ArgumentException>(
            () => SourceOpener.Open(_folder.File("grey.png"), new() { DetectorAxes = 3 })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("L", "bmp", 1)]
    [InlineData("RGB", "bmp", 3)]
    [InlineData("L", "jpg", 1)]
    [InlineData("RGB", "jpg", 3)]
    public void PicturesOfTheLibrary_AreDecodedAsTheyAre(string mode, string extension, int colors)
    {
        var name = $"a.{extension}";
        Python($"""
            y, x = np.mgrid[:40, :50]
            a = (x * 3 + y).astype('u1')
            Image.fromarray(a if '{mode}' == 'L' else np.dstack([a, 255 - a, a // 2])).save('{name}', quality=95)
            np.asarray(Image.open('{name}')).astype('u1').tofile('values')
            """);
        using var source = SourceOpener.Open(_folder.File(name));
        Assert.Equal(colors == 1 ? new Extent(40, 50) : new Extent(40, 50, 3), source.Shape.Detector);
        var (found, expected) = (Frame(source, 0), File.ReadAllBytes(_folder.File("values")));
        Assert.Equal(expected.Length, found.Length);
        var farthest = found.Zip(expected, static (one, other) => Math.Abs(one - other)).Max();
        Assert.InRange(farthest, 0, extension == "bmp" ? 0 : 3);   // decoders of JPEG round differently
    }

    [Theory]
    [InlineData(16, "00000000", "of 8 bits, color type 0: there is none")]
    [InlineData(16, "7FFFFFFF7FFFFFFF", "a frame must have 1 byte to 1 GiB")]
    [InlineData(16, "0000300000003000", "cannot be decoded")]
    [InlineData(24, "07", "of 7 bits")]
    [InlineData(25, "03", "has no table of colors")]
    [InlineData(8, "FF", "this PNG is damaged")]
    [InlineData(41, "59", "cannot be decoded")]
    public void DamagedPng_IsRefusedInWords(int at, string bytes, string reason)
    {
        Python("Image.fromarray((np.arange(600) % 251).astype('u1').reshape(20, 30)).save('a.png')");
        var path = _folder.File("a.png");
        var file = File.ReadAllBytes(path);
        Convert.FromHexString(bytes).CopyTo(file, at);
        File.WriteAllBytes(path, file);
        Assert.Contains(reason, Refusal(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.png", 60, "the file is truncated: its pixels are cut off")]
    [InlineData("a.png", 33, "bytes of its header are expected here")]
    [InlineData("a.jpg", 100, "this JPEG")]
    [InlineData("a.jpg", 20, "bytes of its header are expected here")]
    [InlineData("a.bmp", 1500, "the pixels of this BMP cannot be decoded")]
    public void CutOffPicture_IsRefusedInWords(string name, int bytes, string reason)
    {
        Python($"Image.fromarray((np.arange(600) % 251).astype('u1').reshape(20, 30)).save('{name}')");
        var path = _folder.File(name);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..bytes]);
        Assert.Contains(reason, Refusal(path), StringComparison.Ordinal);
    }

    private void Python(string script) => DebianPython.Run(
        $"""
        import sys, os, numpy as np
        from PIL import Image
        os.chdir(sys.argv[1])
        {script}
        """,
        _folder.Path);

    private static string Refusal(string path) => Assert.Throws<SourceException>(() =>
    {
        using var source = SourceOpener.Open(path);
        Frame(source, 0);
    }).Message;

    private static byte[] Frame(IFrameSource source, long frame)
    {
        using var reader = source.OpenReader(new(TileForm.Pixels, Support: null, MaxFrames: 1));
        reader.Seek(new(frame, 1));
        Assert.True(reader.TryRead(out var tile));
        return tile.Pixels<byte>().ToArray();
    }
}
