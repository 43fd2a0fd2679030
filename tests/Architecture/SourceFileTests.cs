using Xunit;

namespace Ronchi.ArchitectureTests;

public sealed class SourceFileTests
{
    private const int LongestFile = 400;
    private const int LengthOfMost = 250;   // nine files of ten
    private const int LongestLine = 140;

    [Fact]
    public void File_HoldsOnePublicType_AndHasItsName()
    {
        foreach (var file in Repository.CSharp("src"))
        {
            var names = file.Types.Where(static type => type.IsPublic)
                .Select(static type => type.Name)
                .Distinct(StringComparer.Ordinal).ToArray();
            Assert.True(names.Length <= 1, $"{file.RelativePath} holds {names.Length} public types: {string.Join(", ", names)}.");
            if (names.Length == 1)
                Assert.True(names[0] == file.Name.Split('.')[0], $"{file.RelativePath} holds {names[0]}: name it so.");
        }
    }

    [Fact]
    public void File_IsNotTooLong()
    {
        foreach (var file in Repository.CSharp("src", "tests", "benchmarks", "samples"))
            Assert.True(file.LineCount <= LongestFile, $"{file.RelativePath} has {file.LineCount} lines: at most {LongestFile}.");
    }

    [Fact]
    public void Line_IsNotTooLong()
    {
        foreach (var file in Repository.CSharp("src", "tests", "benchmarks", "samples"))
        {
            foreach (var line in file.LinesAbove(LongestLine))
                Assert.Fail($"{file.RelativePath}:{line} has more than {LongestLine} characters: break it.");
        }
    }

    [Fact]
    public void NineFilesOfTen_AreShort()
    {
        var lengths = Repository.CSharp("src").Select(static file => file.LineCount).Order().ToArray();
        if (lengths.Length > 0)
            Assert.InRange(lengths[lengths.Length * 9 / 10], 0, LengthOfMost);
    }

    [Fact]
    public void Names_SayWhatAThingIs()
    {
        string[] empty = ["Utils", "Util", "Helper", "Helpers", "Common", "Manager", "Misc"];
        foreach (var file in Repository.CSharp("src", "tests", "benchmarks", "samples"))
        {
            var names = file.RelativePath.Split('/', '.').Concat(file.Types.Select(static type => type.Name));
            foreach (var name in names)
                Assert.DoesNotContain(empty, word => name == word || name.EndsWith(word, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Server_KnowsNoFormat()
    {
        string[] names = [".h5", ".hdf5", "_master", "_data_", ".hspy", ".emd", ".mib", ".dm4", ".mrc"];
        foreach (var file in Repository.CSharp("src/Server"))
        {
            foreach (var name in names)
                Assert.False(
                    file.Text.Contains(name, StringComparison.OrdinalIgnoreCase),
                    $"{file.RelativePath} speaks of '{name}': formats know names, and a session has formats.");
        }
    }

    [Fact]
    public void FormsInMemory_AreKnownToStoreAlone()
    {
        // Who needs something of data in memory asks IResidentScan for it.
        string[] forms = ["ScanBlockedCube", "FrameScan", "CompressedScan", "SparseScan", "PartialScan", "IHeldPieces"];
        foreach (var file in Repository.CSharp("src")
            .Where(static file => !file.RelativePath.StartsWith("src/Store/", StringComparison.Ordinal)))
        {
            foreach (var form in forms)
                Assert.False(
                    file.Text.Contains(form, StringComparison.Ordinal),
                    $"{file.RelativePath} names {form}: ask for what is needed, through IResidentScan.");
        }
    }

    [Fact]
    public void Code_IsFinishedAndThrowsNothingBare()
    {
        // Written in two pieces, so that this file does not find itself.
        string[] unfinished = [
            "TO" + "DO", "FIX" + "ME", "NotImplemented" + "Exception", "throw new " + "Exception(", "new System." + "Exception("];
        foreach (var file in Repository.CSharp("src", "tests", "benchmarks", "samples"))
        {
            foreach (var mark in unfinished)
                Assert.False(file.Text.Contains(mark, StringComparison.Ordinal), $"{file.RelativePath} holds '{mark}'.");
        }
    }
}
