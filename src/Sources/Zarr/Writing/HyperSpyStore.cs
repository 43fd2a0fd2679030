using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Ronchi.Codecs;
using Ronchi.Frames;
using Ronchi.Frames.Numpy;
using Ronchi.Sources.Carrying;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Zarr;

/// <summary>A signal of HyperSpy in a store of version 2 (<c>.zspy</c>): the same keys as RosettaSciIO writes.</summary>
/// <param name="folder">The store.</param>
/// <param name="title">Title of the signal, and name of its group.</param>
/// <param name="data">What it holds.</param>
internal sealed class HyperSpyStore(StoreFolder folder, string title, SinkDescription data)
{
    private const string Nothing = "_None_";   // as RosettaSciIO writes None
    private static readonly byte[] s_group = StoreDocument.Of(static json => json.WriteNumber("zarr_format", 2));

    private readonly string _signal = $"Experiments/{title}";

    /// <summary>Path of the frames.</summary>
    public string Frames => $"{_signal}/data";

    /// <summary>Writes everything but the frames.</summary>
    /// <param name="array">The array of the frames.</param>
    /// <param name="settings">How its chunks are encoded.</param>
    public void Write(ZarrArray array, BloscSettings settings)
    {
        Group("", static json =>
        {
            json.WriteString("file_format", "ZSpy");
            json.WriteString("file_format_version", "3.3");
        });
        Group("Experiments");
        Group(_signal, json =>
        {
            json.WriteString("package", "hyperspy");   // which knows such signals
            json.WriteString("package_version", "");
            json.CarriedScan(CarriedScan.Of(data), data.ElementType);
        });
        for (var axis = 0; axis < data.Shape.Full.Rank; axis++)
            Axis(axis);
        Group($"{_signal}/attributes", static json =>
        {
            json.WriteBoolean("_lazy", false);
            json.WriteBoolean("ragged", false);
        });
        Group($"{_signal}/learning_results");
        Group($"{_signal}/original_metadata");
        Group($"{_signal}/metadata");
        Group($"{_signal}/metadata/General", json => json.WriteString("title", title));
        Group($"{_signal}/metadata/Signal", static json => json.WriteString("signal_type", ""));
        Microscope();
        folder.Write($"{array.Path}/.zarray", StoreDocument.Of(json => Description(json, array, settings)));
    }

    private void Axis(int number)
    {
        var scan = data.Shape.Scan.Rank;
        var length = data.Shape.Full[number];
        var axis = data.Info.Axes.Length == data.Shape.Full.Rank ? data.Info.Axes[number] : new Axis("");
        var path = $"{_signal}/axis-{number.ToString(CultureInfo.InvariantCulture)}";
        Group(path, json =>
        {
            json.WriteString("_type", axis.Values is null ? "UniformDataAxis" : "DataAxis");
            json.WriteBoolean("is_binned", false);
            json.WriteString("name", HyperSpyName.Of(axis.Name, number, data.Shape) is { Length: > 0 } name ? name : Nothing);
            json.WriteBoolean("navigate", number < scan);
            if (axis.Values is null)
            {
                json.WriteNumber("offset", axis.Offset);
                json.WriteNumber("scale", axis.Scale);
            }

            json.WriteNumber("size", length);
            json.WriteString("units", axis.IsCalibrated ? axis.Unit : axis is { Scale: 1, Offset: 0 } ? Nothing : axis.Unit);
        });
        if (axis.Values is not { } values)
            return;
        var bytes = new byte[values.Count * sizeof(double)];
        for (var i = 0; i < values.Count; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)), values[i]);
        folder.Write($"{path}/axis/0", bytes);
        folder.Write($"{path}/axis/.zarray", StoreDocument.Of(json =>
            Description(json, new ZarrArray("", 2, [values.Count]) { Chunk = [values.Count] }, "<f8", settings: null)));
    }

    private void Microscope()
    {
        var values = HyperSpyMicroscope.Of(data.Facts, data.Info.Kilovolts);
        if (values.Count == 0)
            return;
        Group($"{_signal}/metadata/Acquisition_instrument");
        Group($"{_signal}/metadata/Acquisition_instrument/TEM", json =>
        {
            foreach (var (name, value) in values)
                json.WriteNumber(name, value);
        });
    }

    private void Group(string path, Action<Utf8JsonWriter>? attributes = null)
    {
        folder.Write(ZarrKey.Below(path, ".zgroup"), s_group);
        if (attributes is not null)
            folder.Write(ZarrKey.Below(path, ".zattrs"), StoreDocument.Of(attributes));
    }

    private void Description(Utf8JsonWriter json, ZarrArray array, BloscSettings settings) =>
        Description(json, array, NpyType.Descr(data.ElementType), settings);

    private static void Description(Utf8JsonWriter json, ZarrArray array, string type, BloscSettings? settings)
    {
        json.Numbers("chunks", array.Chunk);
        if (settings is null)
            json.WriteNull("compressor");
        else
            json.Object("compressor", inner =>
            {
                inner.WriteNumber("blocksize", 0);
                inner.WriteNumber("clevel", 5);
                inner.WriteString("cname", "lz4");
                inner.WriteString("id", "blosc");
                inner.WriteNumber("shuffle", (int)settings.Shuffle);
            });
        json.WriteString("dtype", type);
        json.WriteNumber("fill_value", 0);
        json.WriteNull("filters");
        json.WriteString("order", "C");
        json.Numbers("shape", array.Shape);
        json.WriteNumber("zarr_format", 2);
    }
}
