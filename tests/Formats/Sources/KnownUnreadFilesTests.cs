using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Hdf5.Oracles;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources;

/// <summary>Files of other instruments are named, not described by what they are not.</summary>
public sealed class KnownUnreadFilesTests
{
    public static TheoryData<string, string, string> Kinds { get; } = new()
    {
        { "mrc", "*.gz", "a file compressed with gzip" },
        { "jeol", "*.ASW", "a JEOL project (.ASW)" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryRecordedFile_IsNamed(string family, string pattern, string kind)
    {
        foreach (var file in Files(family, pattern))
            Assert.Equal(
                $"{file}: this is {kind}; reading it is not built yet.",
                Assert.Throws<SourceException>(() => SourceOpener.Open(file)).Message);
    }

    [Theory]
    [InlineData("arina", "*.h5")]
    [InlineData("dm", "*.dm?")]
    [InlineData("hdf5", "*.h5")]
    [InlineData("hspy", "*.hspy")]
    [InlineData("emd-berkeley", "*.emd")]
    [InlineData("emd-velox", "*.emd")]
    [InlineData("npy", "*.np?")]
    [InlineData("seq", "*.seq")]
    [InlineData("ser", "*.ser")]
    [InlineData("ser", "*.emi")]
    [InlineData("sparse-csr", "*.toml")]
    [InlineData("tvips", "*.tvips")]
    [InlineData("tiff", "*.tif")]
    [InlineData("blo", "*.blo")]
    [InlineData("empad", "*.xml")]
    [InlineData("mib", "*.mib")]
    [InlineData("mrc", "*.mrc")]
    [InlineData("seq", "*.mrc")]
    [InlineData("k2is", "*.raw")]
    [InlineData("mib", "*.hdr")]
    [InlineData("jeol", "View*.img")]
    [InlineData("prz", "*.prz")]
    [InlineData("image-sequence", "*.png")]
    [InlineData("video", "*.mp4")]
    public void FilesThatAreRead_AreNotAmongThem(string family, string pattern)
    {
        foreach (var file in Files(family, pattern))
            Assert.Null(KnownUnreadFiles.NameOf(FileHead.Read(file)));
    }

    [Fact]
    public void CountedEvents_AreNamed()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("events.csb"), new byte[16]);
        Assert.Contains(
            "this is a CSB file of counted events;",
            Assert.Throws<SourceException>(() => SourceOpener.Open(folder.File("events.csb"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void AnythingElse_IsToldWhatIsSupported()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("words.mrc"), "no frames at all");
        Assert.Equal(
            $"{folder.File("words.mrc")}: unsupported file format. Supported: "
            + $"{string.Join(", ", KnownFormats.All.Select(static format => format.Name))}; for raw binary give --frame-shape and --dtype.",
            Assert.Throws<SourceException>(() => SourceOpener.Open(folder.File("words.mrc"))).Message);
        File.WriteAllBytes(folder.File("scan.raw"), new byte[130 * 128 * 4 * 2]);
        Assert.Contains(
            "--frame-shape 128x128 --dtype f32 --gap 1024",
            Assert.Throws<SourceException>(() => SourceOpener.Open(folder.File("scan.raw"))).Message,
            StringComparison.Ordinal);
    }

    private static string[] Files(string family, string pattern)
    {
        var root = Path.Combine(Folders.TestData, "formats", family);
        Assert.SkipUnless(Directory.Exists(root), $"the test data folder {root} is missing (RONCHI_TESTDATA)");
        var files = Directory.GetFiles(root, pattern, SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        return files;
    }
}
