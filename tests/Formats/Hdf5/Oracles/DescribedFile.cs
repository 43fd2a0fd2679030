using System.Security.Cryptography;
using System.Text.Json;
using Ronchi.Hdf5;
using Ronchi.Hdf5.Filters;
using Ronchi.Hdf5.Headers;
using Ronchi.Hdf5.Storage;
using Ronchi.Hdf5.Types;
using Xunit;

namespace Ronchi.Tests.Hdf5.Oracles;

/// <summary>Compares what we read from a file with what h5py read from it.</summary>
internal sealed class DescribedFile(JsonElement description)
{
    private static readonly HashSet<int> BuiltIn = [1, 2, 3, 5, 6, 32000];
    private readonly List<string> _differences = [];

    public string Path => description.GetProperty("path").GetString()!;

    public int Compared { get; private set; }

    public IReadOnlyList<string> Compare(Hdf5OpenOptions? options = null)
    {
        using var file = Hdf5File.Open(Path, options);
        foreach (var link in description.GetProperty("links").EnumerateObject())
            Attempt(link.Name, () => CompareLink(file, link.Name, link.Value));
        foreach (var item in description.GetProperty("objects").EnumerateObject())
            Attempt(item.Name, () => CompareObject(file, item.Name, item.Value));
        return _differences;
    }

    private void Attempt(string where, Action compare)
    {
        try
        {
            compare();
        }
        catch (Exception error)
        {
            _differences.Add($"{where}: {error.GetType().Name} {error.Message} {error.StackTrace?.Split('\n').FirstOrDefault()}");
        }
        Compared++;
    }

    private void Same<T>(string where, T expected, T found)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, found))
            _differences.Add($"{where}: expected {expected}, found {found}");
    }

    private void CompareLink(Hdf5File file, string path, JsonElement expected)
    {
        int slash = path.LastIndexOf('/');
        var link = file.Root.OpenGroup(slash == 0 ? "/" : path[..slash]).FindLink(path[(slash + 1)..]);
        Same(path, expected.GetProperty("kind").GetString(), link?.Kind.ToString());
        if (expected.TryGetProperty("target", out var target))
            Same(path, target.GetString(), link?.Target);
        if (expected.TryGetProperty("file", out var targetFile))
            Same(path, targetFile.GetString(), link?.TargetFile);
    }

    private void CompareObject(Hdf5File file, string path, JsonElement expected)
    {
        var found = file.TryOpen(path);
        if (found is null)
        {
            _differences.Add($"{path}: not found");
            return;
        }
        if (expected.TryGetProperty("attributes", out var attributes))
        {
            Same($"{path}: number of attributes", attributes.EnumerateObject().Count(), found.Attributes.Count);
            foreach (var attribute in attributes.EnumerateObject())
                CompareAttribute($"{path}@{attribute.Name}", found.Attributes[attribute.Name], attribute.Value);
        }
        if (found is Hdf5Dataset dataset)
            CompareDataset(path, dataset, expected);
        else
            Same(path, expected.GetProperty("kind").GetString(), found is Hdf5Group ? "group" : "type");
    }

    private void CompareAttribute(string where, Hdf5Attribute found, JsonElement expected)
    {
        if (expected.TryGetProperty("refused", out _))
        {
            // An attribute without elements may be read; every other refused one must be refused by us too.
            if (found.Shape.Length > 0 || !found.Type.IsNumeric)
                Assert.Throws<Hdf5Exception>(found.ReadValue);
            return;
        }
        CompareValue(where, found.ReadValue(), expected);
    }

    private void CompareValue(string where, Hdf5Value found, JsonElement expected)
    {
        Same(where + " shape", string.Join(',', expected.GetProperty("shape").EnumerateArray()), string.Join(',', found.Shape));
        Same(where + " type", expected.GetProperty("type").GetString(), Short(found.Type));
        if (expected.TryGetProperty("texts", out var texts))
            Same(where, string.Join('|', texts.EnumerateArray().Select(text => text.GetString())), string.Join('|', found.ToTexts()));
        else
            Same(where, expected.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(found.Bytes)));
    }

    private void CompareDataset(string path, Hdf5Dataset dataset, JsonElement expected)
    {
        Same(path, expected.GetProperty("kind").GetString(), "dataset");
        Same(path + " layout", expected.GetProperty("layout").GetString(), dataset.Layout.ToString());
        Same(
            path + " filters",
            string.Join(',', expected.GetProperty("filters").EnumerateArray()),
            string.Join(',', dataset.Filters.Select(filter => filter.Id)));
        if (expected.TryGetProperty("chunks", out var chunks))
            Same(path + " chunks", string.Join(',', chunks.EnumerateArray()), string.Join(',', dataset.ChunkShape));
        if (expected.TryGetProperty("stored", out var stored))
            Same(path + " stored chunks", stored.GetInt64(), dataset.ReadChunkIndex().StoredCount);
        if (expected.TryGetProperty("index", out var index))
            CompareIndex(path, dataset, index);
        if (expected.TryGetProperty("refused", out _))
        {
            if (dataset.ElementCount > 0)
                Assert.Throws<Hdf5Exception>(dataset.ReadValue);
        }
        else if (expected.TryGetProperty("unreadable", out _) || !dataset.Filters.All(filter => BuiltIn.Contains(filter.Id)))
        {
            Assert.Throws<Hdf5Exception>(dataset.ReadValue);
        }
        else
        {
            CompareValue(path, dataset.ReadValue(), expected);
        }
    }

    private void CompareIndex(string path, Hdf5Dataset dataset, JsonElement expected)
    {
        var index = dataset.ReadChunkIndex();
        foreach (var chunk in expected.EnumerateArray())
        {
            long[] fields = [.. chunk.EnumerateArray().Select(field => field.GetInt64())];
            long[] place = [.. fields[..^3].Select((element, axis) => element / dataset.ChunkShape[axis])];
            var found = index[index.NumberOf(place)];
            Same(
                $"{path} chunk ({string.Join(',', place)})",
                $"{fields[^3]} {fields[^2]} {fields[^1]}",
                $"{found.Offset} {found.Size} {found.FilterMask}");
        }
    }

    private static string Short(Hdf5Type type) => type switch
    {
        { IsText: true } => "text",
        { IsBool: true } => "bool",
        { Class: Hdf5TypeClass.Enumeration } => "enum",
        { Class: Hdf5TypeClass.Float } => $"f{type.Size * 8}",
        _ => $"{(type.IsSigned ? 'i' : 'u')}{type.Size * 8}",
    };
}
