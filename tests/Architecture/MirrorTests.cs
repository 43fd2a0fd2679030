using System.Xml.Linq;
using Xunit;

namespace Ronchi.ArchitectureTests;

public sealed class MirrorTests
{
    // What other programs say: no room has it.
    private const string Oracles = "Oracles";

    [Fact]
    public void FolderOfTests_IsAFloor()
    {
        foreach (var folder in Repository.CSharp("tests")
            .Select(static file => file.RelativePath.Split('/')[1])
            .Distinct(StringComparer.Ordinal))
            Assert.True(
                Floor.All.Any(floor => floor.Name == folder) || Floor.Shared.Contains(folder, StringComparer.Ordinal),
                $"tests/{folder} is no floor: tests of a room lie in tests/FLOOR/ROOM.");
    }

    [Fact]
    public void FolderOfAFloor_HasItsFolderInSrc()
    {
        foreach (var floor in Floor.All)
        {
            var tests = Path.Combine(Repository.Root, floor.Folder);
            Assert.Equal(
                floor.Rooms.Order(StringComparer.Ordinal), Repository.Folders(tests).Select(static path => Path.GetFileName(path)));
            foreach (var folder in Repository.Folders(tests)
                .SelectMany(static room => Repository.Folders(room))
                .Where(static path => Path.GetFileName(path) != Oracles))
            {
                var mirrored = Path.Combine(Repository.Root, "src", Path.GetRelativePath(tests, folder));
                Assert.True(
                    Directory.Exists(mirrored),
                    $"{Repository.Relative(folder)} mirrors nothing: there is no {Repository.Relative(mirrored)}.");
            }
        }
    }

    [Fact]
    public void Room_LiesOnOneFloor_AndHasTests()
    {
        foreach (var room in Rooms.Present.Except(["Cli"], StringComparer.Ordinal))
        {
            var floor = Assert.Single(Floor.All, floor => floor.Rooms.Contains(room, StringComparer.Ordinal));
            if (Repository.CSharp($"src/{room}").Any())
                Assert.True(Repository.CSharp($"{floor.Folder}/{room}").Any(), $"{room} has no test below {floor.Folder}/{room}.");
        }
    }

    [Fact]
    public void TestsOfAFloor_AreBuiltWithoutWhatIsAboveThem()
    {
        foreach (var floor in Floor.All)
        {
            var project = XDocument.Load(Path.Combine(Repository.Root, floor.Folder, $"Ronchi.Tests.{floor.Name}.csproj"));
            foreach (var path in project.Descendants("ProjectReference")
                .Select(static reference => reference.Attribute("Include")!.Value)
                .Where(static path => path.Contains("/src/", StringComparison.Ordinal)))
            {
                var room = Path.GetFileNameWithoutExtension(path)["Ronchi.".Length..];
                Assert.True(
                    floor.Rooms.Concat(floor.Sees).Contains(room, StringComparer.Ordinal),
                    $"{floor.Folder} may not reference {room}: put the test on a higher floor.");
            }
        }
    }

    [Fact]
    public void Namespace_OfATest_IsItsFolder()
    {
        foreach (var (folder, file) in Floor.All.SelectMany(
            static floor => Repository.CSharp(floor.Folder).Select(file => (floor.Folder, file))))
        {
            var expected = $"Ronchi.Tests{Path.GetDirectoryName(file.RelativePath)![folder.Length..].Replace('/', '.')}";
            Assert.True(file.Namespace == expected, $"{file.RelativePath} declares namespace {file.Namespace}, not {expected}.");
        }
    }
}
