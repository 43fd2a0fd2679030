using System.Xml.Linq;
using Xunit;

namespace Ronchi.ArchitectureTests;

public sealed class RoomReferenceTests
{
    [Fact]
    public void EveryFolderOfSrc_IsARoomOfTheTable() =>
        Assert.All(Rooms.Present, static room => Assert.Contains(room, Rooms.MayReference.Keys));

    [Fact]
    public void Table_HasNoCycle()
    {
        var settled = new List<string>();
        while (settled.Count < Rooms.MayReference.Count)
        {
            var next = Rooms.MayReference.Where(room => !settled.Contains(room.Key) && room.Value.All(settled.Contains))
                .Select(static room => room.Key).ToArray();
            Assert.NotEmpty(next);
            settled.AddRange(next);
        }
    }

    [Fact]
    public void ProjectReferences_AreAllowed()
    {
        foreach (var room in Rooms.Present)
        {
            var project = XDocument.Load(Rooms.Project(room));
            foreach (var reference in project.Descendants("ProjectReference"))
            {
                var target = Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)["Ronchi.".Length..];
                Assert.True(Rooms.MayReference[room].Contains(target, StringComparer.Ordinal), $"{room} may not reference {target}.");
            }
        }
    }

    [Fact]
    public void CompiledReferences_AreAllowed()
    {
        foreach (var room in Rooms.Present)
        {
            foreach (var target in CompiledRoom.UsedRooms(room))
                Assert.True(Rooms.MayReference[room].Contains(target, StringComparer.Ordinal), $"{room} uses {target}, which it may not.");
        }
    }

    [Fact]
    public void BelowTheFaces_NoHostNoContainerNoLoggerNoConsole()
    {
        foreach (var room in Rooms.Present.Except(Rooms.Faces, StringComparer.Ordinal))
        {
            foreach (var assembly in CompiledRoom.References(room))
            {
                Assert.False(
                    assembly.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
                    || assembly.StartsWith("Microsoft.Extensions", StringComparison.Ordinal)
                    || assembly is "System.Console",
                    $"{room} uses {assembly}: only {string.Join(" and ", Rooms.Faces)} may.");
            }
        }
    }

    [Fact]
    public void UnsafeCode_StaysInItsRooms()
    {
        foreach (var room in Rooms.Present.Except(Rooms.MayBeUnsafe, StringComparer.Ordinal))
        {
            Assert.DoesNotContain("AllowUnsafeBlocks", File.ReadAllText(Rooms.Project(room)), StringComparison.Ordinal);
            foreach (var file in Repository.CSharp($"src/{room}"))
            {
                if (file.RelativePath == Rooms.MappingFile)
                    continue;
                foreach (var call in (string[])[
                    "Unsafe.Add", "Unsafe.As", "Unsafe.Read", "Unsafe.Write", "Unsafe.Copy",
                    "Unsafe.AddByteOffset", "GetReference(", "GetArrayDataReference("])
                    Assert.False(
                        file.Code.Contains(call, StringComparison.Ordinal),
                        $"{file.RelativePath} uses {call.TrimEnd('(')}: only {string.Join(", ", Rooms.MayBeUnsafe)} may.");
            }
        }
    }
}
