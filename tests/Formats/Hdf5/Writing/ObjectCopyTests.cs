using Ronchi.Hdf5;
using Ronchi.Hdf5.Writing;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Hdf5.Writing;

public sealed class ObjectCopyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void FileOfH5py_IsCopied_AndH5pyReadsTheSame()
    {
        DebianPython.Require("h5py", "numpy");
        DebianPython.Run(
            """
            import sys, h5py, numpy as np
            with h5py.File(sys.argv[1], 'w') as f:
                f.attrs['default'] = 'entry'
                for dtype in ('u1','i1','>u2','<i4','u8','f2','>f4','f8','?'):
                    f.create_dataset('numbers/' + dtype.strip('<>'), data=np.arange(6).reshape(2, 3).astype(dtype), chunks=(1, 3), compression='gzip')
                f['numbers/enum'] = np.array([2, 0], dtype=h5py.enum_dtype({'OFF': 0, 'ON': 2}, basetype='i2'))
                f['texts/fixed'] = np.array([b'ab', b'c'])
                f['texts/variable'] = ['Müller', 'x']
                f['texts/scalar'] = 'µm'
                f['texts/scalar'].attrs['vector'] = np.array([-1., 0, 0])
                f['texts/scalar'].attrs['names'] = ['a', 'bcd']
                f['soft'] = h5py.SoftLink('/texts/scalar')
                f['far'] = h5py.ExternalLink('other.h5', '/x')
                f['loop'] = f['/']
                f['compound'] = np.zeros(2, [('a', 'i4'), ('b', 'f4')])
                f['numbers'].attrs['reference'] = f['texts'].ref
                f['nothing'] = h5py.Empty('f4')
            """,
            _folder.File("a.h5"));
        IReadOnlyList<string> losses;
        using (var source = Hdf5File.Open(_folder.File("a.h5")))
        using (var writer = new Hdf5Writer(_folder.File("b.h5")))
        {
            losses = ObjectCopy.Copy(source.Root, writer.Root.Group("copy"), "/copy", static (path, _) => path == "/numbers/u1").Losses;
            writer.Complete();
        }

        Assert.Equal(
            ["'/compound'", "'/far'", "'/loop'", "'/nothing'", "'/numbers@reference'"],
            losses.Select(static loss => loss.Split(' ')[0]).Order());
        var said = DebianPython.Run(
            """
            import sys, h5py, numpy as np
            a, b = h5py.File(sys.argv[1]), h5py.File(sys.argv[2])['copy']
            n = 0
            for path in ('numbers/i1','numbers/u2','numbers/i4','numbers/u8','numbers/f2','numbers/f4','numbers/f8','numbers/?','numbers/enum','texts/fixed','texts/scalar','soft'):
                x, y = a[path], b[path]
                assert x.shape == y.shape and np.array_equal(np.asarray(x[()]), np.asarray(y[()])), path
                assert x.dtype.newbyteorder('<') == y.dtype or x.dtype.kind in 'OS', (path, x.dtype, y.dtype)
                n += 1
            assert [t.decode() for t in b['texts/variable'][:]] == ['Müller', 'x']
            assert h5py.check_enum_dtype(b['numbers/enum'].dtype) == {'OFF': 0, 'ON': 2}
            assert list(b['texts/scalar'].attrs['vector']) == [-1, 0, 0] and [t.decode() for t in b['texts/scalar'].attrs['names']] == ['a', 'bcd']
            assert b.attrs['default'] in ('entry', b'entry') and 'u1' not in b['numbers'] and 'far' not in b
            print(n)
            """,
            _folder.File("a.h5"), _folder.File("b.h5"));
        Assert.Equal("12", said.Trim());
    }

    [Fact]
    public void WhatIsThereAlready_Stays()
    {
        using (var first = new Hdf5Writer(_folder.File("a.h5")))
        {
            first.Root.Group("g").Scalar("x", 1);
            first.Root.Group("g").Scalar("y", 2);
            first.Root.Group("g").Attribute("a", 1);
            first.Complete();
        }

        using (var source = Hdf5File.Open(_folder.File("a.h5")))
        using (var writer = new Hdf5Writer(_folder.File("b.h5")))
        {
            writer.Root.Group("g").Scalar("x", 10);
            writer.Root.Group("g").Attribute("a", 10);
            Assert.Equal(2, ObjectCopy.Copy(source.Root, writer.Root, "", static (_, _) => false).Objects);
            writer.Complete();
        }

        using var copy = Hdf5File.Open(_folder.File("b.h5"));
        var group = copy.Root.OpenGroup("g");
        Assert.Equal(
            (10, 2, 10),
            (
                group.OpenDataset("x").ReadValue().ToInt64(),
                group.OpenDataset("y").ReadValue().ToInt64(),
                group.Attributes["a"].ReadValue().ToInt64()));
    }
}
