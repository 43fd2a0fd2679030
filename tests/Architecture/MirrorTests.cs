using Xunit;

namespace Ronchi.ArchitectureTests;

public sealed class MirrorTests
{
    // Support that belongs to no room.
    private static readonly string[] NoRoom = ["Fuzz", "Golden", "Oracles"];

    [Fact]
    public void FolderOfTests_HasItsFolderInSrc()
    {
        var tests = Path.Combine(Repository.Root, "tests", "Tests");
        foreach (var room in Repository.Folders(tests).Where(static path => !NoRoom.Contains(Path.GetFileName(path), StringComparer.Ordinal)))
        {
            foreach (var folder in Repository.Folders(room).Where(static path => !NoRoom.Contains(Path.GetFileName(path), StringComparer.Ordinal)).Prepend(room))
            {
                var mirrored = Path.Combine(Repository.Root, "src", Path.GetRelativePath(tests, folder));
                Assert.True(Directory.Exists(mirrored), $"{Repository.Relative(folder)} mirrors nothing: there is no {Repository.Relative(mirrored)}.");
            }
        }
    }

    [Fact]
    public void RoomWithCode_HasTests()
    {
        foreach (var room in Rooms.Present.Except(["Cli"], StringComparer.Ordinal))
        {
            if (Repository.CSharp($"src/{room}").Any())
                Assert.True(Repository.CSharp($"tests/Tests/{room}").Any(), $"{room} has no test below tests/Tests/{room}.");
        }
    }

    [Fact]
    public void Namespace_OfATest_IsItsFolder()
    {
        foreach (var file in Repository.CSharp("tests/Tests"))
        {
            var expected = "Ronchi." + Path.GetDirectoryName(file.RelativePath)!["tests/".Length..].Replace('/', '.');
            Assert.True(file.Namespace == expected, $"{file.RelativePath} declares namespace {file.Namespace}, not {expected}.");
        }
    }
}
